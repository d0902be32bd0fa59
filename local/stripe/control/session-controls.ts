/** Paying a session, and settling its debit, without the page. */
import { z } from "zod";
import type { Account } from "../account/account.ts";
import type { StoredSession } from "../account/stored.ts";
import { successUrl } from "../page/page-content.ts";
import { type Entered, readPaymentForm } from "../page/payment-form.ts";
import { paySession } from "../payments/pay-session.ts";
import { settleDebit } from "../payments/settle-debit.ts";
import type { ControlAnswer } from "./serve-control.ts";

const payOrder = z.strictObject({
  card: z.string().default("4242424242424242"),
  expiry: z.string().default("12 / 40"),
  cvc: z.string().optional(),
  /** Pays by SEPA debit instead of the card. */
  iban: z.string().optional(),
  email: z.string().default("julie@example.com"),
  name: z.string().default("Julie Martin"),
  phone: z.string().default("+33612345678"),
  address: z
    .strictObject({
      name: z.string().optional(),
      line1: z.string().default("12 rue de la Part-Dieu"),
      line2: z.string().default(""),
      postalCode: z.string().default("69003"),
      city: z.string().default("Lyon"),
      country: z.string().optional(),
    })
    .prefault({}),
  shippingOption: z.int().min(0).default(0),
  /** How a 3-D Secure challenge ends. */
  challenge: z.enum(["complete", "fail"]).default("complete"),
});

/** Fills in the page's form and sends it: the same checks, the same payment. */
export function payByControl(account: Account, sessionId: string, body: unknown): ControlAnswer {
  const order = payOrder.parse(body);
  const session = account.store.sessions[sessionId];
  if (session === undefined) return { status: 404, body: { error: `no session ${sessionId}` } };
  const form = readPaymentForm(session, enteredBy(order, session), account.now());
  if (form.kind === "faulty") return { status: 422, body: { errors: form.errors } };
  const { buyer, means } = form;
  let attempt = paySession(account, sessionId, buyer, { means });
  if (attempt.outcome === "challenge") {
    attempt = paySession(account, sessionId, buyer, { means, proof: order.challenge });
  }
  if (attempt.outcome === "closed") return { status: 409, body: attempt };
  const isDone = attempt.outcome === "paid" || attempt.outcome === "processing";
  return { status: 200, body: { ...attempt, ...(isDone ? { redirect: successUrl(session) } : {}) } };
}

function enteredBy(order: z.infer<typeof payOrder>, session: StoredSession): Entered {
  const { address } = order;
  return {
    email: order.email,
    phone: order.phone,
    recipient: address.name ?? order.name,
    country: address.country ?? session.shipping_address_collection?.allowed_countries[0] ?? "FR",
    line1: address.line1,
    line2: address.line2,
    postalCode: address.postalCode,
    city: address.city,
    shippingOption: String(order.shippingOption),
    method: order.iban === undefined ? "card" : "sepa_debit",
    cardNumber: order.card,
    expiry: order.expiry,
    cvc: order.cvc ?? (/^3[47]/.test(order.card) ? "1234" : "123"),
    holder: order.name,
    iban: order.iban ?? "",
    terms: "accepted",
  };
}

/** Ends the bank debit of a session now. */
export function settleByControl(account: Account, sessionId: string, body: unknown): ControlAnswer {
  const { succeed } = z.strictObject({ succeed: z.boolean() }).parse(body);
  const settled = settleDebit(account, sessionId, succeed);
  return settled
    ? { status: 200, body: { ok: true } }
    : { status: 409, body: { error: `session ${sessionId} has no debit under way` } };
}
