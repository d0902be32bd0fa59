/** The form's groups: contact, address, delivery, means of payment, terms. */
import { estimate, sum } from "./figures.ts";
import { type Html, html } from "./html.ts";
import type { PageContent } from "./page-content.ts";
import type { FieldName } from "./payment-form.ts";

interface FieldLook {
  readonly autocomplete: string;
  readonly type?: "email" | "tel" | "text";
  readonly inputmode?: "numeric" | "email" | "tel";
  readonly placeholder?: string;
  readonly optional?: boolean;
  /** Never written back into the page. */
  readonly secret?: boolean;
  /** Given by the shop, not to be changed. */
  readonly fixed?: string;
}

/** E-mail and, if asked for, phone. */
export function contactFields(content: PageContent): Html {
  const { session, words } = content;
  const fixed = session.customer_email === null ? {} : { fixed: session.customer_email };
  const email = field(content, "email", words.email, {
    autocomplete: "email",
    type: "email",
    inputmode: "email",
    ...fixed,
  });
  const phone =
    session.phone_number_collection?.enabled === true
      ? field(content, "phone", words.phone, { autocomplete: "tel", type: "tel", inputmode: "tel" })
      : null;
  return html`<fieldset><legend>${words.contact}</legend>${email}${phone}</fieldset>`;
}

/** Where the goods go; only the countries that the shop allows. */
export function addressFields(content: PageContent): Html {
  const { words } = content;
  return html`<fieldset><legend>${words.address}</legend>
${field(content, "recipient", words.recipient, { autocomplete: "shipping name" })}
${countryField(content)}
${field(content, "line1", words.line1, { autocomplete: "shipping address-line1" })}
${field(content, "line2", words.line2, { autocomplete: "shipping address-line2", optional: true })}
<div class="pair">${field(content, "postalCode", words.postalCode, { autocomplete: "shipping postal-code" })}
${field(content, "city", words.city, { autocomplete: "shipping address-level2" })}</div></fieldset>`;
}

/** Several ways of delivery to choose from. */
export function shippingChoices({ session, secrets, entered, language, words }: PageContent): Html {
  const chosen = Number(entered?.shippingOption ?? 0);
  const options = secrets.shippingRates.map((rate, index) => {
    const amount = rate.fixed_amount?.amount ?? 0;
    const price = amount === 0 ? words.free : sum(amount, session.currency, language);
    const radio = html`<input type="radio" name="shippingOption" value="${index}" data-amount="${amount}" data-total="${session.amount_subtotal + amount}"${checked(index === chosen)}>`;
    return html`<label class="choice">${radio}<span>${rate.display_name}<small>${estimate(rate, words)}</small></span><b>${price}</b></label>`;
  });
  return html`<fieldset><legend>${words.delivery}</legend>${options}</fieldset>`;
}

/** Card, and bank debit where the session offers it. */
export function meansFields(content: PageContent): Html {
  const { session, entered, words } = content;
  const methods = session.payment_method_types;
  const chosen = entered?.method ?? methods[0];
  const choice = (value: string, label: string): Html =>
    html`<label class="choice"><input type="radio" name="method" value="${value}"${checked(value === chosen)}><span>${label}</span></label>`;
  const choices = methods.length > 1 ? html`${choice("card", words.card)}${choice("sepa_debit", words.debit)}` : null;
  const card = html`<div class="means card">
${field(content, "cardNumber", words.cardNumber, { autocomplete: "cc-number", inputmode: "numeric", placeholder: "4242 4242 4242 4242", secret: true })}
<div class="pair">${field(content, "expiry", words.expiry, { autocomplete: "cc-exp", inputmode: "numeric", placeholder: words.expiryForm, secret: true })}
${field(content, "cvc", words.cvc, { autocomplete: "cc-csc", inputmode: "numeric", placeholder: "123", secret: true })}</div></div>`;
  const debit = html`<div class="means sepa">
${field(content, "iban", words.iban, { autocomplete: "off", secret: true })}
<p class="note left">${words.debitNote}${content.account.livemode ? null : html` ${words.hintDebit} <b class="number">DE89 3704 0044 0532 0130 00</b>`}</p></div>`;
  return html`<fieldset><legend>${words.payment}</legend>${choices}
${methods.includes("card") ? card : null}${methods.includes("sepa_debit") ? debit : null}
${field(content, "holder", words.holder, { autocomplete: "cc-name" })}</fieldset>`;
}

/** The shop's terms, to be accepted. */
export function termsField(content: PageContent): Html {
  const { entered, session, words } = content;
  const text = session.custom_text.terms_of_service_acceptance?.message ?? words.terms;
  return html`<div class="field"><label class="choice"><input type="checkbox" id="terms" name="terms" value="accepted"${checked(entered?.terms === "accepted")}${marks(content, "terms")}><span>${text}</span></label>${errorOf(content, "terms")}</div>`;
}

function countryField(content: PageContent): Html {
  const { session, entered, language, words } = content;
  const names = new Intl.DisplayNames([language], { type: "region" });
  const countries = (session.shipping_address_collection?.allowed_countries ?? [])
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .sort((a, b) => a.name.localeCompare(b.name, language));
  const first = session.shipping_address_collection?.allowed_countries[0];
  const options = countries.map(
    ({ code, name }) =>
      html`<option value="${code}"${code === (entered?.country ?? first) ? html` selected` : null}>${name}</option>`,
  );
  return html`<div class="field"><label for="country">${words.country}</label><select id="country" name="country" autocomplete="shipping country"${marks(content, "country")}>${options}</select>${errorOf(content, "country")}</div>`;
}

function field(content: PageContent, name: FieldName, label: string, look: FieldLook): Html {
  const value = look.fixed ?? (look.secret === true ? "" : (content.entered?.[name] ?? ""));
  const extras = html`${look.inputmode === undefined ? null : html` inputmode="${look.inputmode}"`}${look.placeholder === undefined ? null : html` placeholder="${look.placeholder}"`}${look.optional === true ? null : html` required`}${look.fixed === undefined ? null : html` readonly`}`;
  return html`<div class="field"><label for="${name}">${label}</label><input id="${name}" name="${name}" type="${look.type ?? "text"}" autocomplete="${look.autocomplete}" value="${value}" maxlength="200"${extras}${marks(content, name)}>${errorOf(content, name)}</div>`;
}

function marks({ errors }: PageContent, name: FieldName): Html | null {
  return errors?.[name] === undefined ? null : html` aria-invalid="true" aria-describedby="${name}-error"`;
}

function errorOf({ errors, words }: PageContent, name: FieldName): Html | null {
  const error = errors?.[name];
  return error === undefined ? null : html`<p class="error" id="${name}-error">${words.errors[error]}</p>`;
}

function checked(is: boolean): Html | null {
  return is ? html` checked` : null;
}
