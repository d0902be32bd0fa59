/** What Messenger and Stripe might answer to our own calls, with what may come of each: found out from the body itself. */
import "./quiet.ts";
import { sendApi } from "#adapters/messenger/send-api.ts";
import { classify } from "#adapters/messenger/send-refusal.ts";
import { stripeCheckout } from "#adapters/stripe/checkout.ts";
import { stripeAccess } from "#adapters/stripe/stripe-access.ts";
import type { Speech } from "#core/conversation/speech.ts";
import type { Order } from "#core/orders/order.ts";
import { openAttempt } from "#core/payments/attempt.ts";
import type { PaymentReport } from "#core/payments/report.ts";
import type { EffectId } from "#core/values/ids.ts";
import { money } from "#core/values/money.ts";
import { settled } from "#lambdas/payments/settle-payment.ts";
import { Unprocessable, WorldFailure } from "#ports/failures.ts";
import { anOrder, morning, pageId, psid } from "#test/support/orders.ts";
import type { Dice } from "./dice.ts";
import { checkoutSession } from "./event-shapes.ts";
import { answering, type HostileAnswer, hostileAnswer, isCutOff } from "./hostile-answer.ts";
import type { Trial } from "./trial.ts";

const graphError = (code: number, error_subcode: number | undefined, message = "refused") => ({
  error: { message, type: "OAuthException", code, ...(error_subcode && { error_subcode }), fbtrace_id: "A" },
});
const graphAnswers = [
  { recipient_id: psid, message_id: "m_1" },
  { recipient_id: psid },
  graphError(10, 2018278),
  graphError(100, 2018001),
  graphError(100, undefined, "(#100) order_number must be unique"),
  graphError(190, undefined),
  graphError(613, undefined),
  graphError(1, 1357046),
  graphError(551, 1545041),
  graphError(2, undefined),
];

const total = money(1000, "EUR");
const speeches: readonly Speech[] = [
  { kind: "text", text: "Bonjour" },
  {
    kind: "receipt",
    recipientName: "Julie",
    orderNumber: "O-00000-00000",
    merchantName: "Atelier",
    paymentMethod: "Visa 4242",
    timestamp: 1_800_000_000,
    lines: [{ title: "Lampe", quantity: 1, total }],
    subtotal: total,
    shipping: total,
    tax: total,
    total,
  },
];

const order = anOrder({ paymentReference: "pi_3AbC" });
const session = {
  ...checkoutSession,
  amount_total: order.total,
  client_reference_id: order.orderId,
  url: null,
  payment_intent: {
    id: "pi_3AbC",
    status: "succeeded",
    last_payment_error: { code: "card_declined", decline_code: "insufficient_funds" },
    latest_charge: {
      payment_method_details: { type: "card", card: { brand: "visa", last4: "4242", wallet: { type: "google_pay" } } },
    },
  },
  collected_information: {
    shipping_details: {
      name: "Ada Lovelace",
      address: { line1: "1 rue X", line2: null, postal_code: "69001", city: "Lyon", state: null, country: "FR" },
    },
  },
};
const refusal = (code: string) => ({ error: { type: "invalid_request_error", code, param: "id", message: "no" } });
const stripeAnswers = [
  session,
  { ...session, status: "open", payment_status: "unpaid", url: "https://checkout.stripe.com/c/pay/cs_test_a1b2c3#x" },
  { ...session, status: "expired", payment_status: "unpaid" },
  { ...session, payment_status: "unpaid" },
  { object: "list", data: [session], has_more: false, url: "/v1/checkout/sessions" },
  { id: "re_3AbC", object: "refund", amount: 6900, status: "succeeded" },
  refusal("resource_missing"),
  refusal("charge_already_refunded"),
  { error: { type: "api_error", message: "inside" } },
  { error: "invalid_client", error_description: "x" },
];

/** Our callers of both partners over answers of anybody's. */
export function answerTrials() {
  const tokens = () => Promise.resolve(["token"]);
  const messenger = sendApi({
    graphUrl: "https://graph.example",
    tokens,
    refreshedTokens: tokens,
    onPageBlocked: () => undefined,
  });
  const checkout = stripeCheckout(
    stripeAccess({
      keys: () => Promise.resolve(["sk_test_local"]),
      refreshedKeys: () => Promise.resolve(["sk_test_new"]),
      apiUrl: "https://api.example",
    }),
  );
  const attempted = openAttempt(order, { inputId: "pay", at: morning, by: "shopper" }).order;
  const attempt = attempted.attempts[0];
  if (!attempt) throw new Error("the order of the trials has no attempt");
  const returnTo = {
    done: "https://shop.example/done",
    back: "https://shop.example/back",
    publicUrl: "https://shop.example",
  };
  const calls: readonly (() => Promise<PaymentReport | { readonly refused: Error } | string | undefined>)[] = [
    () => checkout.open(attempted, attempt, returnTo),
    () => checkout.read(session.id),
    () => checkout.readByPayment("pi_3AbC"),
    () => checkout.close(session.id),
    () => checkout.refund(order, { at: "", amount: order.total, reason: "" }, "late"),
  ];
  return {
    graph: (dice: Dice): Trial => {
      const answer = hostileAnswer(dice, graphAnswers, 100);
      const speech = dice.pick(speeches);
      const to = { pageId, psid };
      return trial("send-api", answer, {
        allowed: ["WorldFailure", ...whatGraphSays(answer, speech)],
        ask: async () => {
          if (answer.manner === "whole") await messenger.attend(to);
          return (await messenger.say(to, speech, "m_1:1" as EffectId)).outcome;
        },
      });
    },
    stripe: (dice: Dice): Trial => {
      const answer = hostileAnswer(dice, stripeAnswers, 3000);
      const call = dice.pick(calls);
      return trial("stripe-api", answer, {
        allowed: ["WorldFailure", "Unprocessable", ...whatStripeSays(answer)],
        ask: async () => outcomeOf(await call(), answer),
      });
    },
  };
}

interface Question {
  readonly allowed: readonly string[];
  readonly ask: () => Promise<string>;
}

function trial(target: Trial["target"], answer: HostileAnswer, { allowed, ask }: Question): Trial {
  return {
    target,
    bytes: answer.manner === "endless" ? 2_500_000 : 2 * answer.bytes.length,
    allowed,
    about: `${answer.status} ${answer.manner} ${JSON.stringify(answer.headers)} ${Buffer.from(answer.bytes).toString().slice(0, 300)}`,
    ask: async () => ({ statusCode: await answering(answer, () => ask().catch(nameOfFailure)) }),
    waits: target === "stripe-api" && isCutOff(answer),
  };
}

/** The two ways in which a call may fail; every other error is a fault of ours. */
function nameOfFailure(error: unknown): string {
  if (error instanceof WorldFailure) {
    const { retryAfter = 0 } = error;
    if (!(retryAfter >= 0 && Number.isFinite(retryAfter))) throw new Error(`a wait of ${retryAfter}`);
    return "WorldFailure";
  }
  if (error instanceof Unprocessable) return "Unprocessable";
  throw error;
}

const bodyIn = ({ bytes, manner }: HostileAnswer): Record<string, unknown> | undefined => {
  try {
    const body: unknown = manner === "whole" ? JSON.parse(new TextDecoder().decode(bytes)) : undefined;
    return typeof body === "object" && body !== null && !Array.isArray(body) ? { ...body } : undefined;
  } catch {
    return undefined;
  }
};
const isGood = ({ status }: HostileAnswer): boolean => status >= 200 && status < 300;

function whatGraphSays(answer: HostileAnswer, speech: Speech): readonly string[] {
  const body = answer.status === 204 || answer.status === 304 ? undefined : bodyIn(answer);
  if (!body) return [];
  if (body["error"] === undefined) return isGood(answer) ? ["said"] : [];
  const { code, error_subcode: subcode, message } = Object(body["error"]) as Record<string, unknown>;
  const kind = classify({ code: asNumber(code), ...(subcode !== undefined && { error_subcode: asNumber(subcode) }) });
  const isKnownReceipt =
    speech.kind === "receipt" &&
    asNumber(code) === 100 &&
    /unique|duplicate|already/i.test(typeof message === "string" ? message : "");
  return isKnownReceipt ? ["said"] : [kind];
}

/** Lists of lists and objects without a value make `Number` throw. */
function asNumber(value: unknown): number {
  try {
    return Number(value);
  } catch {
    return Number.NaN;
  }
}

function whatStripeSays(answer: HostileAnswer): readonly string[] {
  const body = bodyIn(answer);
  const error = Object(body?.["error"]) as Record<string, unknown>;
  if (body?.["error"] !== undefined)
    return ["refused", "nothing", ...(error["code"] === "charge_already_refunded" ? ["refunded by hand"] : [])];
  if (!body || !isGood(answer)) return [];
  return ["nothing", "open", "expired", "pending", "failed", "paid", "refunded"];
}

/** The name of what came of a call to Stripe; an error if it says more than the body did. */
function outcomeOf(
  result: PaymentReport | { readonly refused: Error } | string | undefined,
  answer: HostileAnswer,
): string {
  if (result === undefined) return "nothing";
  const body = bodyIn(answer) ?? {};
  if (typeof result === "string") {
    if (result === "refunded by hand") return result;
    if (result !== body["id"]) throw new Error("a refund that nobody spoke of");
    return "refunded";
  }
  if ("refused" in result) return nameOfFailure(result.refused) === "Unprocessable" ? "refused" : "thrown";
  mustBeSaid(result, body);
  mustFit(result);
  return result.standing;
}

/** Money only where the body says that this very session is complete and paid, for this order, in this kind of money. */
function mustBeSaid(report: PaymentReport, body: Record<string, unknown>): void {
  const { status, payment_status: money } = body;
  const isPaid = status === "complete" && (money === "paid" || money === "no_payment_required");
  if (report.standing === "paid" && !isPaid) throw new Error("paid, though the body does not say so");
  const after = orderAfter(report);
  if (!after || after.paymentStatus !== "paid") return;
  const isOurs = isPaid && body["client_reference_id"] === order.orderId && body["livemode"] === false;
  if (!isOurs) throw new Error("an order is paid by a body that is not its own");
  const isExact = body["amount_total"] === order.total && String(body["currency"]).toLowerCase() === "eur";
  if (!isExact && after.review === undefined) throw new Error("another sum, and nobody looks at it");
  mustFit(after);
}

function orderAfter(report: PaymentReport): Order | undefined {
  try {
    return settled(order, report, { inputId: "evt_1", at: morning, by: "provider" }, "there").order;
  } catch (error) {
    if (error instanceof Unprocessable) return undefined;
    throw error;
  }
}

/** What is stored, sent and shown: whole characters, no text without end, no address but of the web. */
function mustFit(value: object): void {
  const text = JSON.stringify(value, (_key, each: unknown) => {
    if (typeof each === "string" && !each.isWellFormed()) throw new Error("half of a character is kept");
    return each;
  });
  if (text.length > 40_000) throw new Error(`${text.length} characters of an answer are kept`);
  if ("url" in value && !/^https?:\/\/[\x21-\x7e]+$/.test(String(value.url)))
    throw new Error("an address that is none");
}
