/** Stripe as far as the shop uses it: sessions, their expiry, payments, refunds, idempotency, and its webhooks' whims. */
import { Stripe } from "stripe";
import { type StripeAccess, StripeRefusal } from "#adapters/stripe/stripe-access.ts";
import { minutes } from "#core/values/instant.ts";
import type { Task, World } from "./world.ts";

export interface Session {
  readonly id: string;
  readonly orderId: string;
  readonly amount: number;
  readonly expiresAt: number;
  readonly url: string;
  status: "open" | "complete" | "expired";
  paymentStatus: "unpaid" | "paid";
  intent: { id: string; status: string; declineCode?: string } | undefined;
}

export interface Charge {
  readonly orderId: string;
  readonly sessionId: string;
  readonly paymentIntentId: string;
  readonly amount: number;
  refunded: number;
}

interface Kept {
  readonly params: string;
  readonly answer: object;
}

type CreateParams = Stripe.Checkout.SessionCreateParams;
type Options = { readonly idempotencyKey: string };

export class SimulatedStripe {
  readonly sessions = new Map<string, Session>();
  readonly charges: Charge[] = [];
  /** What the shop's webhook is sent: a body as Stripe's events are. */
  onEvent: (event: Readonly<Record<string, unknown>>, nth: number, isNeeded: boolean) => void = () => undefined;
  /** Whether a key makes a call happen once; the tests of the simulation let it be forgotten. */
  honoursKeys = true;
  /** Whether an order has ended without a payment, as the shop knows it. */
  isDead: (orderId: string) => boolean = () => false;
  readonly #world: World;
  readonly #keys = new Map<string, Kept>();
  #events = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** The account as the real adapter sees it, called by this task. */
  access(task: Task): StripeAccess {
    const stripe = this.#client() as unknown as Stripe;
    return {
      livemode: async () => false,
      call: (what, request) => this.#world.call(task, "stripe", what, () => request(stripe)),
    };
  }

  /** What the shopper does on the hosted page; whether there was something to do. */
  act(sessionId: string, how: "pay" | "decline" | "slowly"): boolean {
    const session = this.sessions.get(sessionId);
    if (!session) return false;
    if (session.status === "expired" && how === "pay") return this.#payLate(session);
    if (session.status !== "open") return false;
    if (this.isDead(session.orderId)) this.#world.breach(`${session.orderId} has ended, and can still be paid`);
    session.intent ??= { id: session.id.replace("cs_", "pi_"), status: "requires_payment_method" };
    const { intent } = session;
    if (how === "decline") {
      intent.declineCode = "insufficient_funds";
      const error = { decline_code: intent.declineCode };
      this.#send("payment_intent.payment_failed", { id: intent.id, metadata: session, last_payment_error: error });
      return true;
    }
    session.status = "complete";
    if (how === "pay") this.#charge(session);
    else this.#decideLater(session);
    this.#send("checkout.session.completed", shown(session));
    return true;
  }

  /**
   * A payment that was on its way when its page was closed, and arrives after the shop has given the order up. Nobody asks
   * about such an order any more: Stripe, which tries for three days, comes through with this news in the end.
   */
  #payLate(session: Session): boolean {
    const isPaid = this.charges.some((charge) => charge.orderId === session.orderId);
    if (isPaid || !this.isDead(session.orderId) || !this.#world.accidentAt("closed page")) return false;
    this.#world.tell(() => `Stripe takes the payment of ${session.orderId} after all`);
    session.intent ??= { id: session.id.replace("cs_", "pi_"), status: "requires_payment_method" };
    session.status = "complete";
    this.#charge(session);
    this.#send("checkout.session.completed", shown(session), true);
    return true;
  }

  #charge(session: Session): void {
    const { orderId, id: sessionId, amount } = session;
    session.paymentStatus = "paid";
    if (session.intent) session.intent.status = "succeeded";
    this.charges.push({ orderId, sessionId, amount, paymentIntentId: session.intent?.id ?? "", refunded: 0 });
  }

  /** A bank that takes its time says yes or no after some hours. */
  #decideLater(session: Session): void {
    if (session.intent) session.intent.status = "processing";
    const luck = this.#world.chance(`bank ${session.id}`);
    this.#world.time.in(minutes(30 + luck * 1800), () => {
      const isYes = luck * 10 - Math.floor(luck * 10) < 0.6;
      this.#world.tell(() => `the bank says ${isYes ? "yes" : "no"} to the payment of ${session.orderId}`);
      if (isYes) this.#charge(session);
      else if (session.intent) session.intent.status = "requires_payment_method";
      this.#send(`checkout.session.async_payment_${isYes ? "succeeded" : "failed"}`, shown(session));
    });
  }

  #client() {
    return {
      checkout: {
        sessions: {
          create: async (params: CreateParams, { idempotencyKey }: Options) =>
            this.#once(idempotencyKey, params, () => this.#open(params)),
          retrieve: async (id: string) => shown(this.#known(id)),
          list: async ({ payment_intent: intent }: { payment_intent: string }) => ({
            data: [...this.sessions.values()].filter((each) => each.intent?.id === intent).map(shown),
          }),
          expire: async (id: string) => {
            const session = this.#known(id);
            if (session.status !== "open") throw refusal("session_not_open");
            this.#expire(session);
            return shown(session);
          },
        },
      },
      refunds: {
        create: async (params: { payment_intent: string; amount: number }, { idempotencyKey }: Options) =>
          this.#once(idempotencyKey, params, () => this.#refund(params)),
      },
    };
  }

  #once(key: string, params: unknown, make: () => object): object {
    const text = JSON.stringify(params);
    const kept = this.honoursKeys ? this.#keys.get(key) : undefined;
    if (kept && kept.params !== text) {
      this.#world.breach(`Stripe is asked something else under the idempotency key ${key}`);
      throw refusal("idempotency_key_in_use");
    }
    const headers = { "idempotent-replayed": String(kept !== undefined) };
    const answer = kept?.answer ?? make();
    this.#keys.set(key, { params: text, answer });
    return { ...answer, lastResponse: { headers } };
  }

  #open(params: CreateParams): object {
    const expiresAt = params.expires_at ?? 0;
    if (expiresAt * 1000 < this.#world.now + minutes(30)) throw refusal("parameter_invalid_integer");
    const id = `cs_test_${this.sessions.size + 1}`;
    const session: Session = {
      id,
      orderId: params.client_reference_id ?? "",
      amount: amountOf(params),
      expiresAt,
      url: `https://checkout.stripe.com/c/pay/${id}#x`,
      status: "open",
      paymentStatus: "unpaid",
      intent: undefined,
    };
    for (const other of this.sessions.values()) {
      if (other.orderId === session.orderId && other.status === "open") {
        this.#world.breach(`two payment pages of ${session.orderId} can be paid at the same time`);
      }
    }
    this.sessions.set(id, session);
    this.#world.tell(() => `Stripe opens ${id} for ${session.orderId}`);
    // Stripe's own clockwork is not punctual to the second.
    const lag = 60_000 * this.#world.chance(`expiry ${id}`);
    this.#world.time.in(expiresAt * 1000 - this.#world.now + lag, () => {
      if (session.status === "open") this.#expire(session);
    });
    return shown(session);
  }

  #expire(session: Session): void {
    session.status = "expired";
    this.#world.tell(() => `Stripe closes ${session.id} of ${session.orderId}`);
    this.#send("checkout.session.expired", shown(session));
  }

  #refund({ payment_intent: intent, amount }: { payment_intent: string; amount: number }): object {
    const charge = this.charges.find((each) => each.paymentIntentId === intent);
    if (!charge) throw refusal("resource_missing");
    charge.refunded += amount;
    this.#world.tell(() => `Stripe gives ${amount} back for ${charge.orderId}`);
    if (charge.refunded > charge.amount) this.#world.breach(`more than was paid goes back for ${charge.orderId}`);
    return { id: `re_${charge.sessionId}` };
  }

  #known(id: string): Session {
    const session = this.sessions.get(id);
    if (!session) throw refusal("resource_missing");
    return session;
  }

  #send(type: string, object: Readonly<Record<string, unknown>>, isNeeded = false): void {
    this.#events += 1;
    const { metadata } = object;
    const orderId = metadata && typeof metadata === "object" && "orderId" in metadata ? metadata.orderId : undefined;
    const named = { ...object, metadata: { orderId } };
    const created = Math.floor(this.#world.now / 1000);
    const event = { id: `evt_${this.#events}`, type, livemode: false, created, data: { object: named } };
    this.onEvent(event, this.#events, isNeeded);
  }
}

/** A session as the API shows it now. */
function shown(session: Session): Record<string, unknown> {
  const { intent } = session;
  const paid = intent?.status === "succeeded";
  return {
    id: session.id,
    status: session.status,
    payment_status: session.paymentStatus,
    amount_total: session.amount,
    currency: "eur",
    livemode: false,
    expires_at: session.expiresAt,
    url: session.status === "open" ? session.url : null,
    client_reference_id: session.orderId,
    metadata: { orderId: session.orderId },
    payment_intent: intent && {
      id: intent.id,
      status: intent.status,
      last_payment_error: intent.declineCode === undefined ? null : { decline_code: intent.declineCode },
      latest_charge: null,
    },
    customer_details: paid ? { name: "Julie Martin", email: "julie@example.com" } : null,
  };
}

const amountOf = (params: CreateParams): number =>
  (params.line_items ?? []).reduce(
    (sum, item) => sum + (item.price_data?.unit_amount ?? 0) * (item.quantity ?? 1),
    params.shipping_options?.[0]?.shipping_rate_data?.fixed_amount?.amount ?? 0,
  );

const refusal = (code: string): StripeRefusal =>
  new StripeRefusal("do it", new Stripe.errors.StripeInvalidRequestError({ type: "invalid_request_error", code }));
