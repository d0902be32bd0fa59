import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { startMessengerStandIn } from "#local/messenger/stand-in.ts";
import { aMessenger, page } from "./support.ts";

const aFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "messenger-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "state", "messenger.jsonl");
};
const receipt = {
  attachment: {
    type: "template",
    payload: {
      template_type: "receipt",
      recipient_name: "Julie",
      order_number: "O-1",
      currency: "EUR",
      payment_method: "Visa 4242",
      summary: { total_cost: 69 },
    },
  },
};

it("keeps threads, receipts and the Page's profile across a restart", async () => {
  const dataFile = aFile();
  const before = await aMessenger({ dataFile });
  await before.call("POST", `/v26.0/me/messenger_profile?access_token=${page.token}`, {
    get_started: { payload: "start" },
  });
  await before.shopper("text", { text: "Bonjour" });
  await before.say(receipt);
  const thread = await before.thread();
  await before.stop();

  // A process that died in the middle of a line.
  appendFileSync(dataFile, '{"kind":"item","psid":"70');
  const after = await aMessenger({ dataFile });
  expect(await after.thread()).toEqual(thread);
  expect(await after.say(receipt)).toMatchObject({ status: 400, body: { error: { code: 100 } } });
  expect(await after.say({ text: "Toujours là" })).toMatchObject({ status: 200 });
  expect(await after.shopper("tap", { as: "get-started" })).toMatchObject({ item: { seq: 4 } });
  await after.stop();

  expect(await (await aMessenger({ dataFile })).thread()).toHaveLength(4);
});

it("begins anew when the file is gone", async () => {
  const dataFile = aFile();
  const before = await aMessenger({ dataFile });
  await before.shopper("text", { text: "Bonjour" });
  await before.stop();
  rmSync(dataFile);
  expect(await (await aMessenger({ dataFile })).thread()).toEqual([]);
});

it("says so when the port is taken", async () => {
  const { url } = await aMessenger();
  const port = Number(new URL(url).port);
  const second = startMessengerStandIn({
    port,
    page,
    appSecret: "s",
    verifyToken: "v",
    callbackUrl: "http://127.0.0.1:9/",
  });
  await expect(second).rejects.toThrow(/EADDRINUSE/);
});
