/** The last page before an order: everything the law wants there, and the button that says that ordering is paying. */
import { isQuote, promisedBy, type Quote, type QuoteRefusal, quote } from "../cart/quote.ts";
import { formatDay, type Instant } from "../values/instant.ts";
import type { Locale } from "../values/locale.ts";
import { remembered } from "../values/remembered.ts";
import { correctedCart } from "./basket.ts";
import { payload } from "./buttons.ts";
import { deliveryQuestion } from "./delivery.ts";
import { dealOut, limits, shorten } from "./limits.ts";
import { offerName } from "./offers.ts";
import type { Speech } from "./speech.ts";
import { answer, countriesOf, type Decision, dayOf, priced, type Turn, withState } from "./turn.ts";
import { open, tap, way, waysOn } from "./ways-on.ts";

/** The recapitulation of the cart as it is now; the delivery is asked for first where it is not chosen. */
export function recapitulation(turn: Turn, ...before: readonly Speech[]): Decision {
  const { state, said } = correctedCart(turn);
  const corrected = withState(turn, state);
  const quoted = quoteOf(corrected);
  if (isQuote(quoted)) return answer(state, ...before, ...said, ...recapitulationSpeech(corrected, quoted));
  if (quoted.reason !== "too-little") return deliveryQuestion(turn);
  return answer(state, ...before, ...said, tooLittle(corrected, quoted));
}

/** The total is below the least that Stripe charges: said here, before the order, because no payment page would open. */
function tooLittle(turn: Turn, { total, least }: QuoteRefusal & { readonly reason: "too-little" }): Speech {
  const hasOthers = turn.shop.settings.delivery.length > 1;
  const otherDelivery = { label: turn.say("label.other-delivery"), payload: payload.checkout };
  const choices = waysOn(turn, way(turn, "label.continue", payload.browse), ...(hasOthers ? [otherDelivery] : []));
  const text = turn.say("recapitulation.too-little", { total: priced(turn, total), least: priced(turn, least) });
  // With one delivery method only, the checkout would lead to this same sentence.
  return { kind: "text", text, choices: choices.filter((each) => hasOthers || each.payload !== payload.checkout) };
}

/** What the cart costs with the delivery chosen, or with the only one there is. */
export function quoteOf(turn: Turn): Quote | QuoteRefusal {
  const [first, ...others] = turn.shop.settings.delivery;
  const only = first && others.length === 0 ? first.id : "";
  return quote(turn.shop, turn.state.cart, turn.state.delivery ?? only);
}

/**
 * Names what a recapitulation showed: the same articles, prices, delivery, day and terms have the same name. A button
 * of an earlier recapitulation orders only what it showed.
 */
export function revisionOf(turn: Turn, quoted: Quote): string {
  const shown = [
    ...quoted.lines.map((line) => `${line.sku}×${line.quantity}=${line.total}`),
    quoted.delivery.id,
    quoted.shippingTotal,
    quoted.total,
    formatDay(dayPromised(turn, quoted), "en", turn.shop.settings.timeZone),
    turn.shop.settings.termsVersion,
  ].join("|");
  let hash = 0xcbf29ce484222325n;
  for (const character of shown) hash = ((hash ^ BigInt(character.codePointAt(0) ?? 0)) * 0x100000001b3n) & mask64;
  return hash.toString(36);
}

/** FNV-1a in 64 bits. */
const mask64 = 0xffffffffffffffffn;

function recapitulationSpeech(turn: Turn, quoted: Quote): readonly Speech[] {
  const { before, last } = dealtOut(turn, quoted);
  return [
    ...before.map((text): Speech => ({ kind: "text", text })),
    {
      kind: "buttons",
      text: last,
      buttons: [
        tap(turn.say("label.order"), payload.order(revisionOf(turn, quoted))),
        open(turn.say("label.terms"), `${turn.publicUrl}/legal/terms?lang=${turn.locale}`),
        tap(turn.say("label.modify"), payload.cart),
      ],
      choices: waysOn(turn, { label: turn.say("label.other-delivery"), payload: payload.checkout }),
    },
  ];
}

/**
 * Who sells comes first. Then the order with its total, directly above the buttons: in one message where it fits, else
 * the articles in messages of their own before.
 */
function dealtOut(turn: Turn, quoted: Quote): { readonly before: readonly string[]; readonly last: string } {
  const seller = dealOut(sellerLines(turn), limits.text);
  const articles = [turn.say("recapitulation.title"), ...articleLines(turn, quoted)];
  const rights = rightsLines(turn, quoted);
  const order = [...articles, ...rights].join("\n");
  if (order.length <= limits.buttonText) return { before: seller, last: order };
  const lasts = dealOut(rights, limits.buttonText);
  return { before: [...seller, ...dealOut(articles, limits.text), ...lasts.slice(0, -1)], last: lasts.at(-1) ?? "" };
}

function articleLines(turn: Turn, quoted: Quote): readonly string[] {
  const articles = quoted.lines.map((line) =>
    turn.say("recapitulation.line", {
      quantity: line.quantity,
      product: shorten(offerName(turn, line), 160),
      total: priced(turn, line.total),
    }),
  );
  const delivery = turn.say("recapitulation.delivery", {
    method: quoted.delivery.title[turn.locale],
    price: quoted.shippingTotal === 0 ? turn.say("price.free") : priced(turn, quoted.shippingTotal),
    countries: countriesOf(turn, quoted.delivery.countries),
  });
  return [...articles, delivery];
}

function sellerLines(turn: Turn): readonly string[] {
  const { settings } = turn.shop;
  const { seller } = settings;
  return [
    turn.say("recapitulation.seller", {
      name: seller.legalName,
      address: seller.address,
      email: seller.email,
      phone: seller.phone,
      registration: seller.registration,
      vat: seller.vat[turn.locale],
    }),
    turn.say("recapitulation.mediator", { mediator: seller.mediator[turn.locale] }),
    turn.say("recapitulation.payment", { methods: settings.paymentMethods[turn.locale] }),
  ];
}

/** Last, directly above the button: the day, the rights, the total and the taxes in it. */
function rightsLines(turn: Turn, quoted: Quote): readonly string[] {
  const { settings } = turn.shop;
  const tax = settings.pricesIncludeTax ? "recapitulation.tax-included" : "recapitulation.tax-added";
  return [
    turn.say("recapitulation.promised", { day: dayOf(turn, dayPromised(turn, quoted)) }),
    turn.say("recapitulation.withdrawal", { days: settings.withdrawalDays }),
    turn.say("recapitulation.guarantee", { years: settings.guaranteeYears }),
    turn.say("recapitulation.total", { total: totalWithTax(turn, quoted) }),
    ...quoted.taxLines
      .filter((line) => line.tax > 0)
      .map((line) => turn.say(tax, { rate: rateText(turn, line.rate), tax: priced(turn, line.tax) })),
  ];
}

/** What is charged always has the tax in it. */
const totalWithTax = (turn: Turn, quoted: Quote): string =>
  turn.say("price.with-tax", { price: priced(turn, quoted.total) });

const rateText = (turn: Turn, rate: number): string => rateFormat(turn.locale).format(rate);

const rateFormat = remembered((locale: Locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }));

const dayPromised = (turn: Turn, quoted: Quote): Instant => promisedBy(turn.shop, quoted.delivery, turn.now);
