/** Reads Stripe's Checkout Session as a payment report: only what we rely on is checked, everything else may change. */
import * as z from "zod";
import type { PostalAddress } from "#core/conversation/speech.ts";
import type { PaymentCustomer, PaymentReport } from "#core/payments/report.ts";
import { cut } from "#core/values/cut.ts";
import { Unprocessable } from "#ports/failures.ts";
import { paymentMethodDetails, paymentMethodName } from "./payment-method-name.ts";

/** What a fetched session is expanded by; the charge's balance transaction has Stripe's fee. */
export const reportExpansion = ["payment_intent.latest_charge.balance_transaction"];
/** The same for a key that may not see the balance. */
export const reportExpansionWithoutFee = ["payment_intent.latest_charge"];

const text = z.string().nullish();
const id = z.string().regex(/^\w{1,255}$/);
const address = z.object({ line1: text, line2: text, postal_code: text, city: text, state: text, country: text });
// A fee that cannot be read is left out: the payment matters more.
const balanceTransaction = z
  .object({ fee: z.number().int().min(0), currency: z.string().regex(/^[a-z]{3}$/i) })
  .optional()
  .catch(undefined);
const charge = z.object({
  payment_method_details: paymentMethodDetails.nullish(),
  balance_transaction: balanceTransaction,
});
const paymentIntent = z.object({
  id,
  status: z.string(),
  last_payment_error: z.object({ code: text, decline_code: text }).nullish(),
  latest_charge: z.union([z.string(), charge]).nullish(),
});
const session = z.object({
  id,
  status: z.string().nullable(),
  // An unknown status must not count as paid.
  payment_status: z.enum(["paid", "unpaid", "no_payment_required"]),
  amount_total: z.number().int().nullable(),
  currency: z
    .string()
    .regex(/^[a-z]{3}$/i)
    .nullable(),
  livemode: z.boolean(),
  expires_at: z.number().int().min(0).max(99_999_999_999),
  // The shopper is redirected to it: it must fit into a `location` header.
  url: z
    .string()
    .regex(/^https?:\/\/[\x21-\x7e]{1,8000}$/)
    .nullish(),
  client_reference_id: text,
  payment_intent: z.union([id, paymentIntent]).nullish(),
  customer_details: z.object({ name: text, email: text, phone: text }).nullish(),
  collected_information: z
    .object({ shipping_details: z.object({ name: text, address: address.nullish() }).nullish() })
    .nullish(),
});
type Session = z.infer<typeof session>;
type Intent = z.infer<typeof paymentIntent>;

/** The report of a session as Stripe answered it, expanded by its payment; Unprocessable for anything else. */
export function paymentReport(answer: unknown): PaymentReport {
  const read = session.safeParse(answer);
  if (!read.success) throw new Unprocessable("Stripe's answer is no Checkout Session", { cause: read.error });
  const { data } = read;
  const intent = typeof data.payment_intent === "object" ? (data.payment_intent ?? undefined) : undefined;
  const reference = intent?.id ?? (typeof data.payment_intent === "string" ? data.payment_intent : undefined);
  return {
    sessionId: data.id,
    ...(data.client_reference_id &&
      /^[\w-]{1,200}$/.test(data.client_reference_id) && { reference: data.client_reference_id }),
    livemode: data.livemode,
    standing: standingOf(data, intent),
    amount: data.amount_total ?? 0,
    currency: (data.currency ?? "").toUpperCase(),
    expiresAt: data.expires_at,
    ...(data.url && { url: data.url }),
    ...(reference !== undefined && { paymentReference: reference }),
    ...paymentOf(intent),
    customer: customerOf(data),
  };
}

/** A completed session says `unpaid` both while a bank thinks and after it said no; the payment tells which. */
function standingOf(data: Session, intent: Intent | undefined): PaymentReport["standing"] {
  if (data.status === "expired") return "expired";
  if (data.status !== "complete") return "open";
  if (data.payment_status !== "unpaid") return "paid";
  return intent?.status === "requires_payment_method" || intent?.status === "canceled" ? "failed" : "pending";
}

function paymentOf(intent: Intent | undefined): Pick<PaymentReport, "paymentMethod" | "fee" | "declineCode"> {
  const code = intent?.last_payment_error?.decline_code ?? intent?.last_payment_error?.code;
  const charge = typeof intent?.latest_charge === "object" ? intent.latest_charge : undefined;
  const method = charge?.payment_method_details ? paymentMethodName(charge.payment_method_details) : undefined;
  const balance = charge?.balance_transaction;
  return {
    ...(method && { paymentMethod: method }),
    ...(balance && { fee: { amount: balance.fee, currency: balance.currency.toUpperCase() } }),
    ...(code && { declineCode: cut(code, 100) }),
  };
}

function customerOf(data: Session): PaymentCustomer {
  const { customer_details: details, collected_information: collected } = data;
  const shipping = collected?.shipping_details;
  return {
    ...nameOf(details?.name ?? shipping?.name ?? ""),
    ...(details?.email && { email: cut(details.email, 320) }),
    ...(details?.phone && { phone: cut(details.phone, 40) }),
    ...(shipping?.address && { shippingAddress: addressOf(shipping.address, shipping.name ?? "") }),
  };
}

/** "Julie Martin" as first and last name; people who have one name keep it whole. */
function nameOf(name: string): Pick<PaymentCustomer, "customerFirstName" | "customerLastName"> {
  const [first = "", ...rest] = name.trim().split(/\s+/);
  const last = rest.join(" ");
  return {
    ...(first !== "" && { customerFirstName: cut(first, 100) }),
    ...(last !== "" && { customerLastName: cut(last, 190) }),
  };
}

function addressOf(found: z.infer<typeof address>, name: string): PostalAddress {
  return {
    ...(name !== "" && { name: cut(name, 200) }),
    line1: cut(found.line1 ?? "", 300),
    ...(found.line2 && { line2: cut(found.line2, 300) }),
    postalCode: cut(found.postal_code ?? "", 40),
    city: cut(found.city ?? "", 200),
    ...(found.state && { state: cut(found.state, 100) }),
    country: cut(found.country ?? "", 2),
  };
}
