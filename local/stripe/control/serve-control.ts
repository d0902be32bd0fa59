/** Serves `/control`: what a test or a person at the local stack may order of the stand-in. JSON in, JSON out. */
import { z } from "zod";
import type { Account } from "../account/account.ts";
import { doWhatIsDue } from "../account/due.ts";
import { emptyStore } from "../account/stored.ts";
import type { WebhookSender } from "../events/webhook-sender.ts";
import { type Exchange, sendJson } from "../server/exchange.ts";
import { type Faults, noFaults } from "./faults.ts";
import type { Ledger } from "./ledger.ts";
import { payByControl, settleByControl } from "./session-controls.ts";

export interface Controls {
  readonly account: Account;
  readonly faults: Faults;
  readonly ledger: Ledger;
  readonly sender: WebhookSender;
  readonly changed: () => void;
}

/** An answer of a control route. */
export interface ControlAnswer {
  readonly status: number;
  readonly body: unknown;
}

const when = z.enum(["before", "after"]).default("before");
const times = z.int().min(1).default(1);
const milliseconds = z.int().min(0);
const call = z.strictObject({ times, match: z.string().optional(), when });
const news = z.strictObject({ times, type: z.string().optional() });

const orders: Readonly<Record<string, (controls: Controls, body: unknown) => ControlAnswer | Promise<ControlAnswer>>> =
  {
    clock: moveClock,
    fail({ faults }, body) {
      const order = call.extend({
        status: z.int().min(400).max(599).default(500),
        code: z.string().optional(),
        body: z.json().optional(),
      });
      faults.api.push({ kind: "fail", ...order.parse(body) });
      return done;
    },
    slow({ faults }, body) {
      faults.api.push({ kind: "slow", ...call.extend({ ms: milliseconds }).parse(body) });
      return done;
    },
    hang({ faults }, body) {
      faults.api.push({ kind: "hang", ...call.parse(body) });
      return done;
    },
    "reset-connection"({ faults }, body) {
      faults.api.push({ kind: "reset-connection", ...call.parse(body) });
      return done;
    },
    twice({ faults }, body) {
      faults.twice.push(news.extend({ newId: z.boolean().default(false) }).parse(body));
      return done;
    },
    late({ faults }, body) {
      faults.late.push(news.extend({ ms: milliseconds }).parse(body));
      return done;
    },
    disorder({ faults }, body) {
      faults.disorder = z.strictObject({ count: z.int().min(2) }).parse(body).count;
      return done;
    },
    async events({ faults, sender }, body) {
      const order = z
        .strictObject({ deliver: z.boolean(), order: z.enum(["as-created", "reversed"]).default("as-created") })
        .parse(body);
      faults.hold = !order.deliver;
      if (order.deliver) await sender.release(order.order);
      return done;
    },
    async deliver({ account, sender }, body) {
      const { eventId } = z.strictObject({ eventId: z.string() }).parse(body);
      const event = account.store.events[eventId];
      if (event === undefined) return { status: 404, body: { error: `no event ${eventId}` } };
      return { status: 200, body: { status: await sender.deliver(event) } };
    },
    retries({ sender }, body) {
      sender.gaps = z.strictObject({ gapsMs: z.array(milliseconds).max(20) }).parse(body).gapsMs;
      return done;
    },
    reset(controls) {
      Object.assign(controls.account.store, emptyStore());
      Object.assign(controls.faults, noFaults());
      controls.ledger.calls = [];
      controls.ledger.deliveries = [];
      controls.sender.forget();
      return done;
    },
  };

const done: ControlAnswer = { status: 200, body: { ok: true } };

/** Answers one control call; a body of the wrong form is refused with 400 and what is wrong. */
export async function serveControl(controls: Controls, exchange: Exchange): Promise<void> {
  const { status, body } = await obey(controls, exchange).catch((error: unknown): ControlAnswer => {
    if (error instanceof z.ZodError) return { status: 400, body: { error: z.prettifyError(error) } };
    if (error instanceof SyntaxError) return { status: 400, body: { error: "the body is not JSON" } };
    throw error;
  });
  controls.changed();
  sendJson(exchange.response, status, body);
}

async function obey(controls: Controls, exchange: Exchange): Promise<ControlAnswer> {
  const [first = "", id = "", action = ""] = exchange.path.split("/").slice(2);
  if (exchange.method === "GET") return look(controls, first);
  const body: unknown = exchange.body === "" ? {} : JSON.parse(exchange.body);
  if (first === "sessions" && action === "pay") return payByControl(controls.account, id, body);
  if (first === "sessions" && action === "async") return settleByControl(controls.account, id, body);
  const order = id === "" && Object.hasOwn(orders, first) ? orders[first] : undefined;
  return order === undefined ? unknownRoute : order(controls, body);
}

const unknownRoute: ControlAnswer = { status: 404, body: { error: "no such control; see local/stripe/README.md" } };

function look({ account, ledger, faults }: Controls, what: string): ControlAnswer {
  const { charges, events, refunds, sessions } = account.store;
  if (what === "ledger") {
    const told = Object.values(events).map(({ body: _body, ...event }) => event);
    const body = { ...ledger, events: told, charges: Object.values(charges), refunds: Object.values(refunds) };
    return { status: 200, body };
  }
  if (what === "clock") return { status: 200, body: clockOf(account) };
  if (what === "faults") return { status: 200, body: faults };
  if (what === "sessions") return { status: 200, body: Object.values(sessions) };
  return unknownRoute;
}

function moveClock({ account }: Controls, body: unknown): ControlAnswer {
  const order = z
    .strictObject({ advanceMs: milliseconds.optional(), at: z.iso.datetime({ offset: true }).optional() })
    .refine((given) => (given.advanceMs === undefined) !== (given.at === undefined), "give advanceMs or at")
    .parse(body);
  const { store } = account;
  store.clockOffset =
    order.at === undefined ? store.clockOffset + (order.advanceMs ?? 0) : Date.parse(order.at) - Date.now();
  doWhatIsDue(account);
  return { status: 200, body: clockOf(account) };
}

function clockOf(account: Account): object {
  return { now: new Date(account.now() * 1000).toISOString(), offsetMs: account.store.clockOffset };
}
