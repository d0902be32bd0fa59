import * as fc from "fast-check";
import { expect, test } from "vitest";
import { outboxEntry, stateAttribute } from "#adapters/dynamodb/session-item.ts";
import { render } from "#adapters/messenger/render.ts";
import { isQuote, quote } from "#core/cart/quote.ts";
import { attachmentKinds } from "#core/conversation/input.ts";
import { limits } from "#core/conversation/limits.ts";
import type { Speech } from "#core/conversation/speech.ts";
import { days, minutes } from "#core/values/instant.ts";
import { locales } from "#core/values/locale.ts";
import { checkSend } from "#local/messenger/check-message.ts";
import { labelsOf, Visit } from "#test/core/conversation/visit.ts";
import { anExampleShop, aProduct, aVariant, sku } from "#test/support/example-shop.ts";
import { Payments } from "./payments-model.ts";

/** The longest names a feed may hold, in many articles, so that cuts and pages are needed everywhere. */
const long = (start: string): string =>
  `${start} ${"d’une très longue poterie émaillée 👩‍👩‍👧‍👦 ".repeat(5)}`.slice(0, 150);
const wideShop = anExampleShop({
  settings: {
    delivery: ["relay", "home", "bike"].map((id) => ({
      id,
      title: { fr: long(id), en: long(id) },
      price: 100_000,
      freeFrom: 9_999_999,
      countries: ["FR", "BE", "LU", "DE"],
      days: { least: 3, most: 30 },
    })),
  },
  products: Array.from({ length: 40 }, (_, index) =>
    aProduct(`p${index}`, {
      categoryId: index % 3 === 0 ? "cups" : "lamps",
      title: { fr: long(`Vase ${index}`), en: long(`Vase ${index}`) },
      description: { fr: long("D").repeat(5).slice(0, 600), en: long("D").repeat(5).slice(0, 600) },
      variants: Array.from({ length: index % 5 === 0 ? 12 : 1 }, (_, option) =>
        aVariant(`p${index}-${option}`, {
          option: index % 5 === 0 ? { fr: long(`Option ${option}`), en: long(`Option ${option}`) } : { fr: "", en: "" },
          price: 123_456_78,
          ...(index % 4 === 0 && { salePrice: 111_111_11 }),
          taxRate: option % 2 === 0 ? 20 : 5.5,
          quantity: index % 7,
          forSale: index % 11 !== 3,
        }),
      ),
    }),
  ),
});

const garbage = [
  "__proto__",
  "constructor:x",
  "add:__proto__",
  "add:",
  "add:gone",
  "product:gone",
  "browse:gone",
  "browse:lamps:99",
  "browse::2",
  "quantity:mist:999999",
  "quantity:mist:0",
  "quantity:mist:-3",
  "quantity:p0-0:7",
  "remove:mist",
  "deliver:moon",
  "deliver:relay",
  "deliver:home",
  "order",
  "order:stale",
  "order-status:O-00000-00000",
  "search:1:lampe",
  "search",
  "pay",
  "change",
  "orders",
  "help",
  "person",
  "language:en",
  "language:de",
  "GET_STARTED",
  "cart:3",
  "checkout",
  "",
  ":::",
];
const texts = [
  "bonjour",
  "hello there",
  "english",
  "français",
  "je cherche une lampe rouge",
  "vase",
  "2",
  "12345678",
  "?",
  "👍",
  "panier",
  "checkout please",
  "où est ma commande",
  "annuler",
  "payer",
  "merci",
  "humain",
  "¿tienes lámparas?",
  "x".repeat(10_000),
  "lorem ipsum dolor ".repeat(500),
  "'; DROP TABLE --",
  "{name} <b>",
];

type Step =
  | { readonly do: "tap"; readonly choice: number }
  | { readonly do: "old-tap"; readonly choice: number }
  /** What somebody taps who wants to buy. */
  | { readonly do: "buy"; readonly choice: number }
  | { readonly do: "payload"; readonly payload: string }
  | { readonly do: "text"; readonly text: string }
  | { readonly do: "attachment"; readonly what: (typeof attachmentKinds)[number] }
  | { readonly do: "referral"; readonly ref: string; readonly next?: string }
  | { readonly do: "wait"; readonly minutes: number }
  | { readonly do: "sell"; readonly which: number; readonly left: number }
  | { readonly do: "payments"; readonly what: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: fc.constant("tap" as const), choice: fc.nat(40) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("old-tap" as const), choice: fc.nat(500) }) },
  { weight: 30, arbitrary: fc.record({ do: fc.constant("buy" as const), choice: fc.nat(5) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("payload" as const), payload: fc.constantFrom(...garbage) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("payload" as const), payload: fc.string({ maxLength: 60 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("text" as const), text: fc.constantFrom(...texts) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("text" as const), text: fc.string({ unit: "grapheme" }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("attachment" as const), what: fc.constantFrom(...attachmentKinds) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("referral" as const),
      ref: fc.constantFrom("poppy", "p1", "x"),
      next: fc.constantFrom("", "start", "cart"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("wait" as const), minutes: fc.constantFrom(1, 14, 61, 60 * 30) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("sell" as const), which: fc.nat(10), left: fc.nat(2) }) },
  { weight: 14, arbitrary: fc.record({ do: fc.constant("payments" as const), what: fc.nat(11) }) },
);

function play(visit: Visit, payments: Payments, step: Step, seen: string[]): "shopper" | "fact" | "world" {
  switch (step.do) {
    case "tap":
      visit.taps(oneOf(offeredBy(visit), step.choice));
      return "shopper";
    case "old-tap":
      visit.taps(oneOf(seen, step.choice));
      return "shopper";
    case "buy":
      visit.taps(towardsOrder(visit, step.choice));
      return "shopper";
    case "payload":
      visit.taps(step.payload);
      return "shopper";
    case "text":
      visit.says(step.text);
      return "shopper";
    case "attachment":
      visit.sends(step.what);
      return "shopper";
    case "referral":
      if (!step.next) visit.does({ kind: "referral", ref: step.ref });
      else visit.does({ kind: "referral", ref: step.ref, followed: true }).taps(step.next);
      return "shopper";
    case "wait":
      visit.waits(minutes(step.minutes));
      return "world";
    case "sell":
      visit.stock.set(sku(["mist", "moon", "p1-0", "p5-3", "poppy-linen"][step.which % 5] ?? "mist"), step.left);
      return "world";
    case "payments": {
      const fact = payments.act(step.what);
      visit.orders = payments.orders;
      if (!fact) return "world";
      visit.hearsFact(fact);
      return "fact";
    }
  }
}

const offeredBy = (visit: Visit): readonly string[] => visit.labels.flatMap((each) => each.payload ?? []);

const oneOf = (payloads: readonly string[], choice: number): string =>
  payloads[choice % Math.max(1, payloads.length)] ?? "start";

function towardsOrder(visit: Visit, choice: number): string {
  const offered = offeredBy(visit);
  const verbs = ["order:", "deliver:", "checkout", "add:", "product:", "browse"];
  const verb = verbs.find((each) => offered.some((payload) => payload.startsWith(each))) ?? "";
  return oneOf(
    offered.filter((payload) => payload.startsWith(verb)),
    choice,
  );
}

/** What the Messenger stand-in would refuse, and what would be lost by cutting. */
function expectFits(speech: Speech): void {
  const sent = { recipient: { id: "2001" }, messaging_type: "RESPONSE", message: render(speech) };
  expect(() => checkSend(sent)).not.toThrow();
  if (speech.kind === "text") expect(speech.text.length).toBeLessThanOrEqual(limits.text);
  if (speech.kind === "buttons") expect(speech.text.length).toBeLessThanOrEqual(limits.buttonText);
  const labels = labelsOf(speech).map((each) => each.label);
  expect(labels.filter((label) => label.length > limits.label || label.trim() === "")).toEqual([]);
  if (speech.kind !== "receipt") expect(speech.choices?.length ?? 0).toBeLessThanOrEqual(limits.choices);
  if (speech.kind === "cards") expect(speech.cards.length).toBeLessThanOrEqual(limits.cards);
}

function expectLawful(visit: Visit, payments: Payments): void {
  const { cart } = visit.state;
  expect(cart.length).toBeLessThanOrEqual(20);
  for (const line of cart) {
    expect(Number.isInteger(line.quantity) && line.quantity >= 1 && line.quantity <= 10).toBe(true);
  }
  expect(JSON.stringify(visit.state).length).toBeLessThan(4000);
  expect(stateAttribute.parse(visit.state)).toEqual(visit.state);
  const outbox = visit.effects.map((effect, index) => ({ ...effect, id: `m:${index}` }));
  expect(outbox.map((entry) => outboxEntry.parse(entry))).toEqual(outbox);
  expect(payments.open.length).toBeLessThanOrEqual(1);
  for (const speech of visit.speeches) expectFits(speech);
}

function expectFairOrders(visit: Visit): void {
  for (const command of visit.commands) {
    if (command.kind !== "place-order") continue;
    const quoted = quote(visit.shop, command.lines, command.deliveryMethod);
    if (!isQuote(quoted)) throw new Error("an order of nothing");
    const sum = quoted.lines.reduce((total, line) => total + line.unitPrice * line.quantity, 0);
    expect(command.shownTotal).toBe(sum + quoted.shippingTotal);
    expect(command.shownTotal).toBeGreaterThanOrEqual(0);
  }
}

/** The machine may be busy. */
const patience = 60_000;

test(
  "whatever shoppers do, totals add up, nothing is negative, and every answer fits and leads on",
  () => {
    const scenario = fc.record({
      isWide: fc.boolean(),
      locale: fc.constantFrom(...locales),
      steps: fc.array(step, { minLength: 25, maxLength: 60, size: "max" }),
    });
    fc.assert(
      fc.property(scenario, ({ isWide, locale, steps }) => {
        const visit = new Visit(isWide ? wideShop : anExampleShop());
        const payments = new Payments(visit);
        visit.taps(`language:${locale}`);
        const seen: string[] = [];
        let last = "";
        for (const each of steps) {
          const before = visit.state;
          const who = play(visit, payments, each, seen);
          if (who === "world") continue;
          payments.take();
          seen.push(...visit.labels.flatMap((label) => label.payload ?? []));
          expectLawful(visit, payments);
          expectFairOrders(visit);
          if (who === "fact") continue;
          expect(visit.labels.length).toBeGreaterThan(0);
          const final = visit.speeches.at(-1);
          expect(final && labelsOf(final).length).toBeGreaterThan(0);
          const isAgain = visit.state.unclear > 0 && before.unclear > 0;
          expect(isAgain && visit.words === last).toBe(false);
          last = visit.words;
        }
      }),
      { numRuns: 40 },
    );
  },
  patience,
);

test(
  "a fact heard again says nothing and changes nothing",
  () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 40 }), (steps) => {
        const visit = new Visit();
        const payments = new Payments(visit);
        visit.taps("add:mist").taps("deliver:home").tapsLabel("Commander et payer");
        payments.take();
        for (const each of steps) {
          if (play(visit, payments, each, ["pay", "change"]) !== "world") payments.take();
        }
        const known = new Set(visit.state.orders.map((order) => order.orderId));
        const state = visit.state;
        for (const fact of payments.facts.filter((each) => known.has(each.order.orderId))) {
          const heard = state.orders.find((order) => order.orderId === fact.order.orderId)?.heard ?? 0;
          if (fact.sequence > heard) continue;
          visit.hearsFact(fact);
          expect(visit.effects).toEqual([]);
          expect(visit.state).toEqual(state);
        }
      }),
      { numRuns: 25 },
    );
  },
  patience,
);

test(
  "the same message in the same state is always decided the same",
  () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), (steps) => {
        const once = new Visit().waits(days(1));
        const again = new Visit().waits(days(1));
        for (const each of steps) {
          play(once, new Payments(once), each, garbage);
          play(again, new Payments(again), each, garbage);
          expect(again.effects).toEqual(once.effects);
          expect(again.state).toEqual(once.state);
        }
      }),
      { numRuns: 25 },
    );
  },
  patience,
);
