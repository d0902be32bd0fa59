import * as fc from "fast-check";
import { expect, test } from "vitest";
import { render } from "#adapters/messenger/render.ts";
import { dealOut, shorten } from "#core/conversation/limits.ts";
import { plainly } from "#core/conversation/plain.ts";
import type { Speech } from "#core/conversation/speech.ts";
import { money } from "#core/values/money.ts";
import { checkSend } from "#local/messenger/check-message.ts";

const family = "👩‍👩‍👧‍👦";
const sum = (amount: number) => money(amount, "EUR");
const isTaken = (speech: Speech): boolean => {
  checkSend({ recipient: { id: "2001" }, messaging_type: "RESPONSE", message: render(speech) });
  return true;
};

test("words are cut between letters, never inside one", () => {
  expect(shorten("Lampe Coquelicot", 20)).toBe("Lampe Coquelicot");
  expect(shorten("Lampe Coquelicot, câble lin", 20)).toBe("Lampe Coquelicot, c…");
  expect(shorten(family.repeat(3), 20)).toBe(`${family}…`);
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), fc.integer({ min: 1, max: 60 }), (text, most) => {
      const short = shorten(text, most);
      expect(short.length).toBeLessThanOrEqual(most);
      expect(short === text || text.startsWith(short.slice(0, -1))).toBe(true);
    }),
  );
});

test("lines are dealt out without losing one", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1, maxLength: 40 })), (lines) => {
      const texts = dealOut(lines, 100);
      expect(texts.join("\n")).toBe(lines.join("\n"));
      expect(texts.every((text) => text.length <= 100)).toBe(true);
    }),
  );
});

test("Messenger takes a receipt for an address in a country without states, each line with its total", () => {
  const address = { line1: "1 rue des Lilas", postalCode: "69003", city: "Lyon", country: "FR" };
  const totals = { subtotal: sum(1800), shipping: sum(790), tax: sum(432), total: sum(2590) };
  const receipt: Speech = {
    kind: "receipt",
    recipientName: "Julie Martin",
    orderNumber: "O-0E97B-Y898X",
    merchantName: "Atelier Ombeline",
    paymentMethod: "Visa 4242",
    timestamp: 1_795_000_000,
    lines: [{ title: "Tasse", quantity: 2, total: sum(1800), picture: "https://shop.example/pictures/mist.png" }],
    address,
    ...totals,
  };
  expect(isTaken(receipt)).toBe(true);
  expect(render(receipt)).toMatchObject({
    attachment: {
      payload: {
        address: { state: "Lyon", country: "FR" },
        summary: { subtotal: "18.00", shipping_cost: "7.90", total_tax: "4.32", total_cost: "25.90" },
        elements: [{ price: "18.00", quantity: 2 }],
      },
    },
  });
});

test("Messenger takes whatever is too long or too much, cut down", () => {
  const long = family.repeat(400);
  const buttons = Array.from({ length: 5 }, () => ({ kind: "tap", label: long, payload: "browse" }) as const);
  const choices = Array.from({ length: 20 }, () => ({ label: long, payload: "browse" }));
  const cards = Array.from({ length: 12 }, () => ({ title: long, subtitle: long, buttons }));
  const speeches: readonly Speech[] = [
    { kind: "text", text: long, choices },
    { kind: "buttons", text: long, buttons, choices },
    { kind: "cards", cards, choices },
  ];
  expect(speeches.every(isTaken)).toBe(true);
  expect(speeches.map(plainly).every(isTaken)).toBe(true);
});

test("the plain form of a message keeps its links and its buttons", () => {
  const plain = plainly({
    kind: "buttons",
    text: "Total : 25,90 €",
    buttons: [
      { kind: "open", label: "Payer", url: "https://shop.example/pay/x" },
      { kind: "tap", label: "Modifier", payload: "change" },
    ],
  });
  expect(plain.text).toContain("https://shop.example/pay/x");
  expect(plain.choices).toEqual([{ label: "Modifier", payload: "change" }]);
});
