import { afterEach, beforeEach, expect, test } from "vitest";
import type { ReceiptSpeech } from "#core/conversation/speech.ts";
import { type EffectId, type PageId, type Psid } from "#core/values/ids.ts";
import { money } from "#core/values/money.ts";
import { WorldFailure } from "#ports/failures.ts";
import { type GraphServer, startGraph } from "./graph-server.ts";
import { WorkerRig } from "./worker-rig.ts";

let graph: GraphServer;
let rig: WorkerRig;

beforeEach(async () => {
  graph = await startGraph();
  rig = new WorkerRig(graph);
});
afterEach(() => graph.stop());

const to = { pageId: "100000000000001" as PageId, psid: "2001" as Psid };
const say = (text = "Bonjour") => rig.deps.messenger.say(to, { kind: "text", text }, "m_1:1" as EffectId);
const sum = money(1000, "EUR");
const receipt: ReceiptSpeech = {
  kind: "receipt",
  recipientName: "Julie",
  orderNumber: "O-00000-00000",
  merchantName: "Atelier",
  paymentMethod: "Visa 4242",
  timestamp: 1_800_000_000,
  lines: [{ title: "Lampe", quantity: 1, total: sum }],
  subtotal: sum,
  shipping: sum,
  tax: sum,
  total: sum,
};

test.each([
  [500, undefined, undefined],
  [503, 2, undefined],
  [400, 1, 99],
  [400, 4, undefined],
  [400, 613, undefined],
  [400, 613, 2534040],
  [400, 613, 2018338],
  [400, 1200, undefined],
  [400, 999_999, undefined],
])("tries again later after %s with error %s/%s", async (status, code, subcode) => {
  graph.answer({ status, ...(code !== undefined && { code }), ...(subcode !== undefined && { subcode }) });
  await expect(say()).rejects.toThrow(WorldFailure);
  expect(rig.pagesBlocked).toEqual([]);
});

test("tries again later when the connection breaks, for nobody knows whether it was said", async () => {
  graph.answer("hang-up");
  await expect(say()).rejects.toThrow(WorldFailure);
});

test.each([
  [10, 2018278],
  [10, 2018065],
  [10, 2018108],
  [100, 2018001],
  [551, undefined],
  [551, 1545041],
  [200, 1545041],
  [100, 2534037],
  [2018300, undefined],
  [100, 2018300],
  [4, 2018354],
])("gives up on a shopper who cannot be told: error %s/%s", async (code, subcode) => {
  graph.answer({ status: 400, code, ...(subcode !== undefined && { subcode }) });
  expect(await say()).toMatchObject({ outcome: "unreachable" });
});

test.each([
  [10, 1893063],
  [10, undefined],
  [200, 2018028],
  [368, undefined],
  [2022, undefined],
  [100, 33],
])("keeps the words and raises the alarm when the Page may not send: error %s/%s", async (code, subcode) => {
  graph.answer({ status: 400, code, ...(subcode !== undefined && { subcode }) });
  await expect(say()).rejects.toThrow(WorldFailure);
  expect(rig.pagesBlocked).toHaveLength(1);
});

test("fetches the Page token anew when it is refused, and says it with that", async () => {
  graph.answer({ status: 400, code: 190 });
  expect(await say()).toEqual({ outcome: "said" });
  expect(graph.sent.map((each) => each.token)).toEqual(["Bearer token-1", "Bearer token-2"]);
});

test("raises the alarm when the fresh token is refused as well", async () => {
  graph.answer({ status: 400, code: 190 }, { status: 400, code: 190 });
  await expect(say()).rejects.toThrow(WorldFailure);
  expect(rig.pagesBlocked).toEqual(["190"]);
});

test("knows the error that means success", async () => {
  graph.answer({ status: 400, code: 1, subcode: 1357046 });
  expect(await say()).toEqual({ outcome: "said" });
});

test("knows from a refused repetition that a receipt was sent", async () => {
  graph.answer({ status: 400, code: 100, message: "(#100) order_number must be unique" });
  expect(await rig.deps.messenger.say(to, receipt, "m_1:1" as EffectId)).toEqual({ outcome: "said" });
  graph.answer({ status: 400, code: 100, message: "(#100) order_number must be a string" });
  expect(await rig.deps.messenger.say(to, receipt, "m_1:1" as EffectId)).toMatchObject({ outcome: "refused" });
});

test("takes no other words for sent that Messenger refuses", async () => {
  graph.answer({ status: 400, code: 100, message: "(#100) buttons must be unique" });
  expect(await say()).toMatchObject({ outcome: "refused" });
});

test("never fails for the sake of the typing indicator", async () => {
  await graph.stop();
  await expect(rig.deps.messenger.attend(to)).resolves.toBeUndefined();
});
