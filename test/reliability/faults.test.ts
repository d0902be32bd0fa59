/**
 * Every kind of call meets every fault, at a call that the seed chooses, and a visit ends in the same orders, stock and
 * charges all the same. write-faults.ts lets every single call meet them.
 */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fixedValues } from "#local/fixed-values.ts";
import { delivery, item } from "#test/lambdas/intake/deliveries.ts";
import type { Call } from "#test/support/proxy.ts";
import type { Shopper } from "#test/support/shopper.ts";
import { isOneOf, type Met, meeting, moves, oneOfEachKind, placesOf, withoutDelayNotice } from "./fault-plan.ts";
import { type Fault, quickFaults, slowFaults } from "./faults.ts";
import { kindOf, type Play, play } from "./replay.ts";
import { type Story, stories } from "./stories.ts";
import { compare } from "./verdict-on.ts";
import { openWatchedShop, type WatchedShop } from "./watched-shop.ts";

const seed = Number(process.env["FAULT_SEED"] ?? 1);
const [purchase, calledBack] = stories;
const recordings = new Map<Story, Play>();
let watched: WatchedShop;
beforeAll(async () => {
  watched = await openWatchedShop();
  for (const story of stories.slice(0, 2)) recordings.set(story, await play(watched, story));
}, 240_000);
afterAll(() => watched.stop());

test.each(quickFaults)(
  "every kind of call meets $name and nothing is lost or doubled",
  { timeout: 240_000 },
  async (fault) => {
    expect(await differences(purchase, fault, () => true)).toEqual([]);
  },
);

test.each(slowFaults)(
  "what moves goods or money meets $name and nothing is lost or doubled",
  { timeout: 240_000 },
  async (fault) => {
    expect(await differences(calledBack, fault, moves)).toEqual([]);
  },
);

/** What went another way than without the fault, and which calls did not meet it. */
async function differences(
  story: Story | undefined,
  fault: Fault,
  isMeant: (call: Call) => boolean,
): Promise<readonly string[]> {
  const recorded = story && recordings.get(story);
  if (!recorded) throw new Error("the visit was not recorded");
  const met: Met = new Map();
  const meant: Fault = { ...fault, on: (call) => (isMeant(call) ? fault.on(call) : undefined) };
  const places = oneOfEachKind(placesOf(meant, recorded), seed);
  const broken = await play(watched, story, meeting(meant, isOneOf(places), met));
  const missed = places.filter(({ kind }) => !met.has(kind)).map(({ kind }) => `${kind} did not meet it`);
  return [
    ...compare(story, recorded, withoutDelayNotice(broken)).wrong,
    ...missed,
    ...(places.length === 0 ? ["no call can have it"] : []),
  ];
}

describe("a worker that cannot put its message off", () => {
  test.each(
    quickFaults.filter(({ name }) => /^(?:500|a reset before the effect|a reset after the effect)$/.test(name)),
  )(
    "because it meets $name keeps the queue's own delay, and says nothing twice",
    { timeout: 240_000 },
    async (fault) => {
      const recorded = purchase && recordings.get(purchase);
      if (!recorded) throw new Error("the visit was not recorded");
      const sending = quickFaults.find(({ name }) => name === "500");
      let puttingOff = 0;
      let sends = 0;
      const broken = await play(watched, purchase, {
        at: (_spot, call) => {
          if (call.operation === "ChangeMessageVisibility") {
            puttingOff += 1;
            return fault.on(call);
          }
          if (!kindOf(call).endsWith("(button)")) return undefined;
          sends += 1;
          return sends <= 2 ? sending?.on(call) : undefined;
        },
      });
      expect(compare(purchase, recorded, broken).wrong).toEqual([]);
      expect(puttingOff).toBeGreaterThan(0);
    },
  );
});

describe("a wait that the other side asks for", () => {
  const tooMany = (seconds?: string) => ({
    do: "answer" as const,
    when: "before" as const,
    answer: {
      status: 429,
      headers: { "content-type": "application/json", ...(seconds !== undefined && { "retry-after": seconds }) },
      body: JSON.stringify({ error: { type: "rate_limit_error", code: 613, message: "slow down" } }),
    },
  });

  /** For how many seconds a message was put off, each time a call of this kind was told that it is too many. */
  async function putOff(isMeant: (call: Call) => boolean, seconds?: string): Promise<readonly number[]> {
    const delays: number[] = [];
    let told = false;
    const broken = await play(watched, stories[0] as Story, {
      at: (_spot, call) => {
        if (call.operation === "ChangeMessageVisibility")
          delays.push(Number(/"VisibilityTimeout":(\d+)/.exec(call.body)?.[1]));
        if (told || !isMeant(call)) return undefined;
        told = true;
        return tooMany(seconds);
      },
    });
    expect(broken.ending.charged).toEqual([2190]);
    return delays;
  }
  const speech = (call: Call): boolean => kindOf(call).endsWith("(text)");
  const asking = ({ operation, function: name = "" }: Call): boolean =>
    operation.startsWith("GET /v1/checkout") && name.includes("PaymentsWorker");

  test.each([
    ["of Messenger's is kept", speech, "7", [7]],
    ["of Stripe's is kept", asking, "9", [9]],
    ["that is none is a second at first", speech, undefined, [1]],
    ["of hours is five minutes", speech, "86400", [300]],
    ["that is no number of seconds is a second", asking, "soon", [1]],
  ] as const)("%s", { timeout: 120_000 }, async (_what, isMeant, seconds, expected) => {
    expect(await putOff(isMeant, seconds)).toEqual(expected);
  });
});

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");

describe("a queue that takes a part of a batch", () => {
  const bodies = (call: Call): string => (call.operation === "SendMessageBatch" ? call.body : "");

  async function newcomer(): Promise<Shopper> {
    const shopper = watched.shop.shopper();
    await shopper.says("hello");
    await shopper.hears("automatic assistant");
    return shopper;
  }

  test("has the sender deliver again: what was refused is worked on then, and nothing twice", {
    timeout: 120_000,
  }, async () => {
    const [one, two, three] = [await newcomer(), await newcomer(), await newcomer()];
    await watched.quiet();
    const tap = (shopper: Shopper, mid: string) => ({
      ...item({ postback: { mid, payload: "add:GOUTTE", title: "Add" } }, shopper.psid),
      timestamp: Date.now(),
    });
    const body = JSON.stringify({
      ...delivery(),
      entry: [
        {
          id: fixedValues.pageId,
          time: Date.now(),
          messaging: [tap(one, "m_p1"), tap(two, "m_p2"), tap(one, "m_p3"), tap(three, "m_p4"), tap(two, "m_p5")],
        },
      ],
    });
    let refused = false;
    watched.watch({
      onCall: (call) => {
        const sent = bodies(call);
        if (refused || !sent.includes("m_p1")) return { do: "pass" };
        refused = true;
        return withoutEntries(sent, ["1", "4"]);
      },
    });
    const first = await watched.shop.webhook(body);
    expect([first.status, first.headers.get("retry-after")]).toEqual([503, "10"]);
    await one.hears("you have 2 now");
    await three.hears("In your cart");
    await watched.quiet();
    expect((await two.heard()).filter(({ words }) => words.includes("In your cart"))).toEqual([]);

    expect((await watched.shop.webhook(body)).status).toBe(200);
    await two.hears("you have 2 now");
    await watched.quiet();
    watched.watch(undefined);
    const answers = await Promise.all([one, two, three].map((each) => each.heard()));
    expect(answers.map((heard) => heard.filter(({ words }) => words.includes("In your cart")).length)).toEqual([
      2, 2, 1,
    ]);
    expect(refused).toBe(true);
  });

  /** Forwards the others, and says of these that they were refused. */
  function withoutEntries(body: string, ids: readonly string[]) {
    const request = JSON.parse(body) as { Entries: { Id: string; MessageBody: string }[] };
    const kept = request.Entries.filter(({ Id }) => !ids.includes(Id));
    if (kept.length !== request.Entries.length - ids.length) throw new Error("the batch is another than expected");
    const successful = kept.map(({ Id, MessageBody }) => ({
      Id,
      MessageId: Id,
      MD5OfMessageBody: md5(MessageBody),
      SequenceNumber: "1",
    }));
    const failed = ids.map((Id) => ({ Id, Code: "InternalError", SenderFault: false, Message: "try again" }));
    return {
      do: "rewrite" as const,
      body: JSON.stringify({ ...request, Entries: kept }),
      answer: {
        status: 200,
        headers: { "content-type": "application/x-amz-json-1.0" },
        body: JSON.stringify({ Successful: successful, Failed: failed }),
      },
    };
  }
});
