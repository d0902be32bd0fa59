import * as fc from "fast-check";
import { expect, it } from "vitest";
import { render } from "#adapters/messenger/render.ts";
import type { Speech } from "#core/conversation/speech.ts";
import { currencies, money } from "#core/values/money.ts";
import { checkSend } from "#local/messenger/check-message.ts";

const words = fc.string({ unit: "grapheme", maxLength: 2500, size: "max" });
const line = fc.string({ unit: "grapheme", maxLength: 120, size: "max" });
const payload = fc.stringMatching(/^[a-z-]{1,20}:[\w.-]{1,64}$/);
const url = fc.webUrl({ validSchemes: ["https"] });

const button = fc.oneof(
  fc.record({ kind: fc.constant("tap" as const), label: line, payload }),
  fc.record({ kind: fc.constant("open" as const), label: line, url }),
);
const choices = fc.array(fc.record({ label: line, payload }), { maxLength: 20 });
const card = fc.record(
  { title: line, subtitle: line, picture: url, buttons: fc.array(button, { minLength: 1, maxLength: 5 }) },
  { requiredKeys: ["title", "buttons"] },
);
const amount = fc.nat(10_000_000).map((minor) => money(minor, currencies[0]));
const some = fc.string({ unit: "grapheme", minLength: 1, maxLength: 300 });
const address = fc.record(
  { line1: some, line2: some, postalCode: some, city: some, state: some, country: fc.constantFrom("FR", "BE") },
  { requiredKeys: ["line1", "postalCode", "city", "country"] },
);
const receipt = fc.record(
  {
    kind: fc.constant("receipt" as const),
    recipientName: line,
    orderNumber: fc.stringMatching(/^O-[0-9A-Z]{5}-[0-9A-Z]{5}$/),
    merchantName: line,
    paymentMethod: line,
    timestamp: fc.integer({ min: 1_767_225_600, max: 4_000_000_000 }),
    lines: fc.array(
      fc.record({ title: line, subtitle: line, quantity: fc.integer({ min: 1, max: 99 }), total: amount }),
      {
        minLength: 1,
        maxLength: 50,
      },
    ),
    address,
    subtotal: amount,
    shipping: amount,
    tax: amount,
    total: amount,
  },
  { noNullPrototype: true },
);
const speech: fc.Arbitrary<Speech> = fc.oneof(
  fc.record({ kind: fc.constant("text" as const), text: words, choices }),
  fc.record({
    kind: fc.constant("buttons" as const),
    text: words,
    buttons: fc.array(button, { minLength: 1, maxLength: 5 }),
    choices,
  }),
  fc.record({ kind: fc.constant("cards" as const), cards: fc.array(card, { minLength: 1, maxLength: 15 }), choices }),
  receipt,
);

it("takes whatever the shop makes of anything it has to say", () => {
  fc.assert(
    fc.property(speech, (said) => {
      const message = { ...render(said), metadata: "m_1:0" };
      expect(checkSend({ recipient: { id: "1" }, messaging_type: "RESPONSE", message }).kind).toBe("message");
    }),
  );
});
