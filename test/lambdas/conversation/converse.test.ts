import { afterEach, beforeEach, expect, test } from "vitest";
import type { PlaceOrder } from "#core/payments/message.ts";
import { after, days, minutes } from "#core/values/instant.ts";
import type { ConversationDeps } from "#lambdas/conversation/conversation-deps.ts";
import { converse } from "#lambdas/conversation/converse.ts";
import { giveUp, tellDelay } from "#lambdas/conversation/give-up.ts";
import { Unprocessable, WorldFailure } from "#ports/failures.ts";
import type { Messenger } from "#ports/messenger.ts";
import { aFact, anOrder } from "#test/core/conversation/visit.ts";
import { type GraphServer, startGraph } from "./graph-server.ts";
import { heard, newsOf, noon, WorkerRig } from "./worker-rig.ts";

let graph: GraphServer;
let rig: WorkerRig;

beforeEach(async () => {
  graph = await startGraph();
  rig = new WorkerRig(graph);
});
afterEach(() => graph.stop());

const texts = (): (string | undefined)[] => graph.messages.map((message) => message.text);

async function fillCart(): Promise<string> {
  await rig.taps("add:mist", "m_a");
  await rig.taps("deliver:home", "m_b");
  const found = /order:[\w]+/.exec(JSON.stringify(graph.messages.at(-1)));
  if (!found) throw new Error("the recapitulation has no order button");
  return found[0];
}

test("answers a greeting with one read and two writes, seen and typing before the words", async () => {
  await rig.says("bonjour");
  expect(graph.sent.map((each) => each.body.sender_action ?? "words")).toEqual(["mark_seen", "typing_on", "words"]);
  expect(graph.sent.at(-1)).toMatchObject({
    path: "/v26.0/100000000000001/messages",
    token: "Bearer token-1",
    body: { recipient: { id: "2001" }, messaging_type: "RESPONSE", message: { metadata: "m_1:1" } },
  });
  expect(rig.sessions).toMatchObject({ reads: 1, writes: 2 });
  expect(rig.lookups).toBe(0);
  expect(rig.sessions.saved).toMatchObject({ outbox: [], lastHeardAt: noon });
});

test("answers a message once however often the queue delivers it", async () => {
  await rig.says("bonjour");
  await rig.says("bonjour");
  expect(graph.messages).toHaveLength(1);
  expect(rig.sessions).toMatchObject({ reads: 2, writes: 2 });
});

test("sends the order to payments before it says a word, and once", async () => {
  const order = await fillCart();
  graph.answer({ status: 500 });
  await expect(rig.taps(order, "m_c")).rejects.toThrow(WorldFailure);
  expect(rig.commands).toMatchObject([{ kind: "place-order", id: "m_c:1", pageId: "100000000000001", psid: "2001" }]);
  await rig.taps(order, "m_c");
  expect(rig.commands).toHaveLength(1);
  expect(texts().filter((text) => text?.startsWith("J’enregistre"))).toHaveLength(2);
});

test("keeps the order in the outbox while the payments queue is down", async () => {
  const order = await fillCart();
  const before = graph.messages.length;
  rig.isQueueDown = true;
  await expect(rig.taps(order, "m_c")).rejects.toThrow(WorldFailure);
  expect(graph.messages).toHaveLength(before);
  rig.isQueueDown = false;
  await rig.taps(order, "m_c");
  expect(rig.commands).toHaveLength(1);
  expect(rig.sessions.saved).toMatchObject({ outbox: [], state: { step: { at: "placing" } } });
});

test("repeats no sentence when a later one of the same answer fails", async () => {
  graph.answer("sent", { status: 503 });
  await expect(rig.taps("browse")).rejects.toThrow(WorldFailure);
  await rig.taps("browse");
  const metadata = graph.messages.map((message) => message.metadata);
  expect(metadata).toEqual(["m_1:1", "m_1:2", "m_1:2", "m_1:3"]);
});

test("repeats one sentence at most for each time that the process dies over an answer already begun", async () => {
  /** Messenger takes so many sentences; with the next one the process dies, and nothing more is saved. */
  const dyingAfter = (sentences: number): ConversationDeps => {
    let said = 0;
    let isDead = false;
    const gone = new Error("the process is gone");
    return {
      ...rig.deps,
      messenger: {
        ...rig.deps.messenger,
        say: async (...words) => {
          isDead ||= said === sentences;
          if (isDead) throw gone;
          said += 1;
          return await rig.deps.messenger.say(...words);
        },
      },
      sessions: {
        load: (shopper) => rig.deps.sessions.load(shopper),
        save: async (session) => {
          if (isDead) throw gone;
          return await rig.deps.sessions.save(session);
        },
      },
    };
  };
  const browse = heard({ kind: "tap", payload: "browse" }, "m_1");
  await expect(converse(dyingAfter(2), browse)).rejects.toThrow("gone");
  const { writes } = rig.sessions;
  await expect(converse(dyingAfter(2), browse)).rejects.toThrow("gone");
  await converse(rig.deps, browse);
  const metadata = graph.messages.map((message) => message.metadata);
  expect(metadata).toEqual(["m_1:1", "m_1:2", "m_1:1", "m_1:2", "m_1:3"]);
  expect(rig.sessions).toMatchObject({ writes: writes + 3, saved: { outbox: [] } });
});

test("stops before its time is over when Messenger is slow, and goes on where it stopped", async () => {
  const { messenger } = rig.deps;
  const slowly: Messenger["say"] = (to, speech, id) => {
    rig.now = after(rig.now, 8000);
    return messenger.say(to, speech, id);
  };
  const slow = { ...rig.deps, messenger: { ...messenger, say: slowly } };
  const browsing = heard({ kind: "tap", payload: "browse" }, "m_1");
  await expect(converse(slow, browsing)).rejects.toThrow(WorldFailure);
  expect(rig.sessions.saved?.outbox).toMatchObject([{ id: "m_1:3" }]);
  await converse(slow, browsing);
  expect(graph.messages.map((message) => message.metadata)).toEqual(["m_1:1", "m_1:2", "m_1:3"]);
  expect(rig.sessions.saved).toMatchObject({ outbox: [] });
});

test("says what an earlier message left unsaid before it answers the next", async () => {
  graph.answer("hang-up");
  await expect(rig.says("bonjour", "m_1")).rejects.toThrow(WorldFailure);
  await rig.says("merci", "m_2");
  expect(graph.messages.map((message) => message.metadata)).toEqual(["m_1:1", "m_1:1", "m_2:1"]);
});

test("says what was left unsaid once, also while the next message cannot be worked on", async () => {
  // Was: the last sentence left was remembered as said only with the decision on the next message: while none could be
  // taken (the orders could not be read), each try said it again.
  // Now: it is remembered as said before anything else is done.
  graph.answer("hang-up");
  await expect(rig.says("bonjour", "m_1")).rejects.toThrow(WorldFailure);
  const before = graph.messages.length;
  const orders = { recentOrders: () => Promise.reject(new WorldFailure("orders cannot be read")) };
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const tap = heard({ kind: "tap", payload: "orders" }, "m_2");
    await expect(converse({ ...rig.deps, orders }, tap)).rejects.toThrow(WorldFailure);
  }
  expect(graph.messages.slice(before).map((message) => message.metadata)).toEqual(["m_1:1"]);
});

test("leaves the message to the queue when another worker saved meanwhile, having said nothing", async () => {
  rig.sessions.conflicts = 1;
  await expect(rig.says("bonjour")).rejects.toThrow(WorldFailure);
  expect(graph.messages).toEqual([]);
});

test("acts on no event of a Page that is not the shop's", async () => {
  const message = { ...heard({ kind: "text", text: "bonjour" }, "m_1"), pageId: "999" as never };
  await converse(rig.deps, message);
  expect(rig.sessions.reads).toBe(0);
  expect(graph.sent).toEqual([]);
});

test("acts on no event older than three days, and on none before what it has forgotten", async () => {
  await converse(rig.deps, heard({ kind: "text", text: "bonjour" }, "m_old", after(noon, -days(3) - 1)));
  expect(graph.sent).toEqual([]);
  for (let n = 0; n <= 64; n += 1) {
    await converse(rig.deps, heard({ kind: "text", text: "merci" }, `m_${n}`, after(noon, minutes(n))));
  }
  const said = graph.messages.length;
  await converse(rig.deps, heard({ kind: "text", text: "merci" }, "m_0", noon));
  expect(graph.messages).toHaveLength(said);
});

test("notes on the order what could not be told of it", async () => {
  const order = await fillCart();
  await rig.taps(order, "m_c");
  const place = rig.commands[0] as PlaceOrder & { kind: "place-order" };
  graph.answer({ status: 400, code: 10, subcode: 2018278 });
  await rig.hears(aFact("placed", 1, anOrder(place, rig.deps.shop)));
  expect(rig.commands.at(-1)).toMatchObject({
    kind: "note-untold",
    orderId: place.orderId,
    what: "unreachable 10/2018278",
  });
  expect(rig.sessions.saved).toMatchObject({ outbox: [], state: { step: { at: "paying" } } });
});

test("shows no typing for news of an order", async () => {
  const order = await fillCart();
  await rig.taps(order, "m_c");
  const before = graph.sent.length;
  await rig.hears(aFact("placed", 1, anOrder(rig.commands[0] as never, rig.deps.shop)));
  expect(graph.sent.slice(before).map((each) => each.body.sender_action ?? "words")).toEqual(["words"]);
});

test("says it more plainly when Messenger refuses the words", async () => {
  graph.answer("sent", { status: 400, code: 100 });
  await rig.taps("browse:lamps");
  const plain = graph.messages.at(-2);
  expect(plain?.text).toContain("Lampe Coquelicot");
  expect(rig.sessions.saved).toMatchObject({ outbox: [] });
});

test("apologises when it gives up on a shopper's words", async () => {
  await giveUp(rig.deps, heard({ kind: "text", text: "bonjour" }, "m_1"), "parked");
  expect(texts()[0]).toContain("Désolé");
});

test("does not act on words brought back after the shopper was asked to say them again", async () => {
  const add = heard({ kind: "tap", payload: "add:mist" }, "m_1");
  await giveUp(rig.deps, add, "last-try");
  await rig.taps("add:mist", "m_2");
  await converse(rig.deps, add);
  expect(rig.sessions.saved?.state.cart).toMatchObject([{ sku: "mist", quantity: 1 }]);
});

test("acts on words brought back when nobody could be told that they were given up", async () => {
  const add = heard({ kind: "tap", payload: "add:mist" }, "m_1");
  graph.answer({ status: 500 });
  await expect(giveUp(rig.deps, add, "last-try")).rejects.toThrow(WorldFailure);
  await converse(rig.deps, add);
  expect(rig.sessions.saved?.state.cart).toMatchObject([{ sku: "mist", quantity: 1 }]);
});

test("asks for patience in the shopper's language, and leaves the visit as it was", async () => {
  await rig.says("hello, english please");
  const before = rig.sessions.saved;
  await tellDelay(rig.deps, heard({ kind: "text", text: "lamp" }, "m_2"));
  expect(texts().at(-1)).toContain("longer than usual");
  expect(rig.sessions.saved).toEqual(before);
});

test("tells no old news of an order that the visit has forgotten", async () => {
  const order = await fillCart();
  await rig.taps(order, "m_c");
  const paid = aFact("paid", 2, anOrder(rig.commands[0] as never, rig.deps.shop));
  rig.sessions.saved = undefined;
  rig.now = after(noon, days(21));
  const before = graph.messages.length;
  await rig.hears(paid);
  expect(graph.messages).toHaveLength(before);
});

test("notes on the order the news it gives up on", async () => {
  const order = await fillCart();
  await rig.taps(order, "m_c");
  const fact = aFact("paid", 2, anOrder(rig.commands[0] as never, rig.deps.shop));
  await giveUp(rig.deps, newsOf(fact), "last-try");
  expect(rig.commands.at(-1)).toMatchObject({ kind: "note-untold", what: "paid last-try" });
});

test("parks a message on which nothing can be decided, instead of trying it again", async () => {
  const order = await fillCart();
  await rig.taps(order, "m_c");
  const broken = { ...anOrder(rig.commands[0] as never, rig.deps.shop), payBy: "soon" };
  await expect(rig.hears(aFact("placed", 1, broken))).rejects.toThrow(Unprocessable);
});

test("lets no clock ahead of ours make later words count as heard", async () => {
  for (let n = 0; n <= 64; n += 1) {
    await converse(rig.deps, heard({ kind: "text", text: "merci" }, `m_${n}`, after(noon, days(1))));
  }
  const said = graph.messages.length;
  rig.now = after(noon, minutes(1));
  await converse(rig.deps, heard({ kind: "text", text: "merci" }, "m_now", rig.now));
  expect(graph.messages).toHaveLength(said + 1);
});
