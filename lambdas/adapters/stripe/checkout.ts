/** Stripe's hosted payment page as our checkout. */
import * as z from "zod";
import type { PaymentReport } from "#core/payments/report.ts";
import type { Checkout } from "#ports/checkout.ts";
import { Unprocessable, WorldFailure } from "#ports/failures.ts";
import { paymentReport, reportExpansion, reportExpansionWithoutFee } from "./payment-report.ts";
import { sessionKey, sessionParams } from "./session-params.ts";
import { isForbidden, type StripeAccess, StripeRefusal } from "./stripe-access.ts";

/** The checkout over one account. */
export function stripeCheckout(access: StripeAccess): Checkout {
  const read = (sessionId: string) => readSession(access, sessionId);
  return {
    livemode: () => access.livemode(),
    read,
    async open(order, attempt, returnTo) {
      const params = sessionParams(order, attempt, returnTo);
      const options = { idempotencyKey: sessionKey(order, attempt) };
      try {
        const session = await access.call("open a session", (stripe) =>
          stripe.checkout.sessions.create(params, options),
        );
        // A replayed answer shows the session as it was when it was made.
        const isReplayed = session.lastResponse.headers["idempotent-replayed"] === "true";
        const report = paymentReport(session);
        return (isReplayed ? await read(report.sessionId) : undefined) ?? report;
      } catch (error) {
        if (error instanceof StripeRefusal) return { refused: error };
        throw error;
      }
    },
    async readByPayment(paymentReference) {
      const list = { payment_intent: paymentReference, limit: 1 };
      const found = await unlessMissing(
        access.call("find a payment's session", (stripe) => stripe.checkout.sessions.list(list)),
      );
      const [session] = found ? understood(sessionList, found).data : [];
      return session && (await read(session.id));
    },
    async close(sessionId) {
      try {
        const session = await access.call("expire a session", (stripe) => stripe.checkout.sessions.expire(sessionId));
        return paymentReport(session);
      } catch (error) {
        // Only open sessions can be expired: this one was paid, or was dead already.
        if (error instanceof StripeRefusal) return await read(sessionId);
        throw error;
      }
    },
    async refund(order, refund, purpose) {
      const params = {
        payment_intent: order.paymentReference ?? "",
        amount: refund.amount,
        metadata: { orderId: order.orderId },
      };
      const options = { idempotencyKey: `refund:${order.orderId}:${purpose}` };
      try {
        const made = await access.call("refund a payment", (stripe) => stripe.refunds.create(params, options));
        return understood(madeRefund, made).id;
      } catch (error) {
        // The merchant was faster, in Stripe's dashboard.
        if (error instanceof StripeRefusal && error.code === "charge_already_refunded") return "refunded by hand";
        throw error;
      }
    },
  };
}

const id = z.string().regex(/^\w{1,255}$/);
const sessionList = z.object({ data: z.array(z.object({ id })) });
const madeRefund = z.object({ id });

/** An answer that cannot be read leaves the outcome unknown: a WorldFailure, so that the same call is made again. */
function understood<Answer>(schema: z.ZodType<Answer>, answer: unknown): Answer {
  const read = schema.safeParse(answer);
  if (!read.success) throw new WorldFailure("Stripe's answer cannot be read", { cause: read.error });
  return read.data;
}

async function readSession(access: StripeAccess, sessionId: string): Promise<PaymentReport | undefined> {
  const retrieve = (expand: string[]) =>
    access.call("read a session", (stripe) => stripe.checkout.sessions.retrieve(sessionId, { expand }));
  const session = await unlessMissing(
    retrieve(reportExpansion).catch((error: unknown) => {
      // Better a payment without its fee than no payment.
      if (isForbidden(error)) return retrieve(reportExpansionWithoutFee);
      throw error;
    }),
  );
  const report = session && paymentReport(session);
  if (report && report.sessionId !== sessionId) throw new Unprocessable("Stripe's answer is another session");
  return report;
}

/** Nothing where Stripe knows nothing of this id. */
async function unlessMissing<Answer>(call: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof StripeRefusal && error.code === "resource_missing") return undefined;
    throw error;
  }
}
