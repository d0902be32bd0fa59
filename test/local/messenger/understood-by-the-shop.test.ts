import { expect, it } from "vitest";
import { z } from "zod";
import { isSignedByMeta } from "#adapters/messenger/signature.ts";
import { readDelivery } from "#adapters/messenger/webhook-events.ts";
import { instant } from "#core/values/instant.ts";
import { aMessenger, aShop, eventIn, eventually } from "./support.ts";

const objectIn = (bytes: string) => z.record(z.string(), z.unknown()).parse(JSON.parse(bytes));

it("sends what the shop's own reader of webhooks understands, in order, and drops what is only about itself", async () => {
  const shop = await aShop();
  const messenger = await aMessenger({ callbackUrl: shop.url });
  await messenger.shopper("tap", { as: "get-started", payload: "start", title: "Démarrer", ref: "stall" });
  await messenger.say({
    text: "Bonjour",
    quick_replies: [{ content_type: "text", title: "Lampes", payload: "browse:lamps" }],
  });
  await messenger.shopper("tap", { as: "quick-reply", payload: "browse:lamps" });
  await messenger.shopper("text", { text: "une lampe 🫖" });
  const kinds = ["image", "audio", "video", "file", "sticker", "thumbs-up", "location", "link"];
  for (const type of kinds) await messenger.shopper("attachment", { type });
  await messenger.call("POST", "/shoppers/7001/referral", { ref: "stall" });
  await eventually(async () => expect(await messenger.ledger()).toMatchObject({ pending: 0 }));

  for (const { bytes, headers } of shop.received) {
    const header = headers["x-hub-signature-256"];
    expect(isSignedByMeta(Buffer.from(bytes), String(header), ["local-app-secret"])).toBe(true);
  }
  const acts = shop.received.flatMap(({ bytes }) =>
    readDelivery(objectIn(bytes), instant(eventIn(bytes).timestamp)).flatMap(({ messages }) => messages),
  );
  expect(acts.map(({ input }) => input)).toMatchObject([
    { kind: "referral", ref: "stall" },
    { kind: "tap", payload: "start", title: "Démarrer" },
    { kind: "tap", payload: "browse:lamps", title: "Lampes" },
    { kind: "text", text: "une lampe 🫖" },
    ...kinds.map((what) => ({ kind: "attachment", what })),
    { kind: "referral", ref: "stall" },
  ]);
});
