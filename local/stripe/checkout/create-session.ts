/** `POST /v1/checkout/sessions`: the rules between parameters, then the session. */
import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import type { PaymentMethodType, StoredSession } from "../account/stored.ts";
import { invalid, missingParameter } from "../api/refusal.ts";
import { refuseTooSmall } from "./currencies.ts";
import { newLineItem, newShippingRate } from "./new-line-items.ts";
import { newSession, type SessionDraft } from "./new-session.ts";

type Params = Stripe.Checkout.SessionCreateParams;

const halfHour = 30 * 60;
const day = 24 * 60 * 60;

/** Checks a create call as a whole; the function it gives makes the session. */
export function createSession(account: Account, params: Params): () => StoredSession {
  if (params.mode === undefined) throw missingParameter("mode");
  if (params.line_items === undefined || params.line_items.length === 0) throw missingParameter("line_items");
  if (params.success_url === undefined) throw missingParameter("success_url");
  const lineItems = params.line_items.map((line, index) => newLineItem(account, line, `line_items[${index}]`));
  const shippingRates = (params.shipping_options ?? []).map((option, index) =>
    newShippingRate(account, option, `shipping_options[${index}]`),
  );
  const currency = oneCurrency([
    ...lineItems.map((line) => line.currency),
    ...shippingRates.map((rate) => rate.fixed_amount?.currency ?? ""),
  ]);
  const expiresAt = expiryOf(account, params.expires_at);
  const draft: SessionDraft = { params, lineItems, shippingRates, currency, expiresAt, methods: methodsOf(params) };
  refuseTooSmall(smallestTotal(draft), currency);
  return () => newSession(account, draft);
}

function oneCurrency(codes: readonly string[]): string {
  const [first = "eur", ...others] = codes;
  if (others.every((code) => code === first)) return first;
  const message =
    "You cannot combine currencies on a Checkout Session: line items and shipping rates must all be in one.";
  throw invalid(message, { param: "line_items" });
}

function expiryOf(account: Account, asked: number | undefined): number {
  const created = account.now();
  if (asked === undefined) return created + day;
  if (asked < created + halfHour) {
    const message = "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.";
    throw invalid(message, { param: "expires_at" });
  }
  if (asked > created + day) {
    const message = "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.";
    throw invalid(message, { param: "expires_at" });
  }
  return asked;
}

/** Which of the account's two methods the page offers. SEPA debits are in euros only. */
function methodsOf(params: Params): readonly PaymentMethodType[] {
  const { allowed_payment_method_types: allowed, excluded_payment_method_types: excluded } = params;
  if (allowed !== undefined && excluded !== undefined) {
    const message =
      "You may only specify one of these parameters: allowed_payment_method_types, excluded_payment_method_types.";
    throw invalid(message, { param: "allowed_payment_method_types" });
  }
  const inEuros = params.line_items?.[0]?.price_data?.currency === "eur";
  const account: readonly PaymentMethodType[] = inEuros ? ["card", "sepa_debit"] : ["card"];
  const offered = account.filter((type) => (allowed?.includes(type) ?? true) && !(excluded?.includes(type) ?? false));
  if (offered.length > 0) return offered;
  const param = allowed === undefined ? "excluded_payment_method_types" : "allowed_payment_method_types";
  throw invalid("No payment method of this account is left for this Checkout Session.", { param });
}

function smallestTotal(draft: SessionDraft): number {
  const goods = draft.lineItems.reduce((sum, line) => sum + line.amount_total, 0);
  const rates = draft.shippingRates.map((rate) => rate.fixed_amount?.amount ?? 0);
  return goods + Math.min(...(rates.length === 0 ? [0] : rates));
}
