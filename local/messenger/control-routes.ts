/** The control routes: what a test, or a person at the machine, can make Messenger do to the shop. README.md describes them. */
import { z } from "zod";
import { answerJson, type Exchange, Refused } from "./exchange.ts";
import { deliversByItself, faultNamed, faultNames } from "./faults.ts";
import { type Messenger, switchesOff } from "./messenger.ts";
import { sendRaw, sendRawBody } from "./send-raw.ts";
import { parsed } from "./shopper-routes.ts";

const milliseconds = z.number().int().nonnegative().max(600_000);
const count = z.number().int().nonnegative().max(10_000);
const psid = z.string().regex(/^\d{1,32}$/);

const bodies = {
  fail: z
    .strictObject({
      error: z.enum(faultNames).optional(),
      status: z.number().int().min(200).max(599).optional(),
      body: z.unknown().optional(),
      times: count.min(1).nullable().optional(),
      delivered: z.boolean().optional(),
      match: z
        .strictObject({
          psid: psid.optional(),
          kind: z.enum(["message", "sender_action", "text", "button", "generic", "receipt"]).optional(),
          contains: z.string().min(1).optional(),
        })
        .optional(),
    })
    .refine((fail) => (fail.error === undefined) !== (fail.status === undefined), "give either error or status"),
  slow: z.strictObject({ ms: milliseconds }),
  late: z.strictObject({ ms: milliseconds }),
  twice: z.strictObject({ times: count }),
  shuffle: z.strictObject({ count }),
  clock: z.union([
    z.strictObject({ advanceMs: z.number().int() }),
    z.strictObject({ at: z.union([z.number().int(), z.iso.datetime({ offset: true })]) }),
  ]),
  block: z.strictObject({ psid, blocked: z.boolean().optional() }),
  switch: z.strictObject({ allow: z.boolean() }),
  nothing: z.strictObject({}),
};

type Control = (messenger: Messenger, exchange: Exchange) => Promise<object>;

const controls: Readonly<Record<string, Control>> = {
  "POST fail": async (messenger, exchange) => {
    addFault(messenger, await parsed(exchange, bodies.fail));
    return { ok: true };
  },
  "POST slow": async ({ switches }, exchange) => {
    switches.slowMs = (await parsed(exchange, bodies.slow)).ms;
    return { ok: true };
  },
  "POST late": async ({ webhooks }, exchange) => {
    webhooks.mood.lateMs = (await parsed(exchange, bodies.late)).ms;
    return { ok: true };
  },
  "POST twice": async ({ webhooks }, exchange) => {
    webhooks.mood.twice = (await parsed(exchange, bodies.twice)).times;
    return { ok: true };
  },
  "POST shuffle": async ({ webhooks }, exchange) => {
    webhooks.shuffle((await parsed(exchange, bodies.shuffle)).count);
    return { ok: true };
  },
  "GET clock": async ({ clock }) => ({ now: clock.now() }),
  "POST clock": async ({ clock }, exchange) => {
    const change = await parsed(exchange, bodies.clock);
    if ("advanceMs" in change) clock.advance(change.advanceMs);
    else clock.set(new Date(change.at).getTime());
    return { now: clock.now() };
  },
  "POST block": async ({ blocked }, exchange) => {
    const wish = await parsed(exchange, bodies.block);
    if (wish.blocked === false) blocked.delete(wish.psid);
    else blocked.add(wish.psid);
    return { blocked: [...blocked] };
  },
  "POST old-quick-replies": async ({ switches }, exchange) => {
    switches.oldQuickReplies = (await parsed(exchange, bodies.switch)).allow;
    return { ok: true };
  },
  "POST send-raw": async (messenger, exchange) => sendRaw(messenger, await parsed(exchange, sendRawBody)),
  "POST verify": async ({ callback }) => {
    const problem = await callback.verify();
    return problem === undefined ? { verified: true } : { verified: false, problem };
  },
  "GET ledger": async ({ ledger }, { url }) => ({
    pending: ledger.pending(),
    ...ledger.read(url.searchParams.get("psid") ?? undefined),
  }),
  "POST reset": async (messenger, exchange) => {
    await parsed(exchange, bodies.nothing);
    reset(messenger);
    return { ok: true };
  },
};

/** Answers `/control/…`. */
export async function controlRoutes(messenger: Messenger, exchange: Exchange): Promise<void> {
  const { method, segments, response } = exchange;
  const name = `${method} ${segments.slice(1).join("/")}`;
  const control = Object.hasOwn(controls, name) ? controls[name] : undefined;
  if (control === undefined) {
    throw new Refused(404, `no such control route; there are ${Object.keys(controls).join(", ")}`);
  }
  answerJson(response, 200, await control(messenger, exchange));
}

function addFault({ faults }: Messenger, wish: z.output<typeof bodies.fail>): void {
  const { error, status, body, times, delivered, match } = wish;
  const named = error === undefined ? undefined : faultNamed(error);
  faults.add({
    name: error ?? `status ${status}`,
    how: named ?? { status: status ?? 500, body: body ?? {} },
    times: times === null ? undefined : (times ?? 1),
    delivered: delivered ?? (error !== undefined && deliversByItself(error)),
    match: match ?? {},
  });
}

/** Everything as it was at the start; threads, the Page's profile and deliveries under way stay. */
function reset({ faults, webhooks, clock, blocked, switches, ledger, subscription, limits }: Messenger): void {
  faults.clear();
  webhooks.reset();
  clock.reset();
  blocked.clear();
  Object.assign(switches, switchesOff());
  subscription.reset();
  limits.sends.reset();
  limits.profileCalls.reset();
  ledger.clear();
}
