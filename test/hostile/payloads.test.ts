import { describe, expect, it } from "vitest";
import { render } from "#adapters/messenger/render.ts";
import { isQuote, quote } from "#core/cart/quote.ts";
import { payload } from "#core/conversation/buttons.ts";
import { checkSend } from "#local/messenger/check-message.ts";
import { Visit, visitAwaitingPayment } from "#test/core/conversation/visit.ts";
import { Dice } from "./dice.ts";
import { hostilePayload } from "./hostile-payloads.ts";
import { trickyTexts } from "./mutations.ts";

/** An order of somebody else, whose number our shopper has learned. */
const foreign = "O-7K3M2-4QZ8T";

/** Everything that leaves the core at this step, as text. */
const leaving = (visit: Visit): string => JSON.stringify([visit.effects, visit.state]);

function expectOurPrices(visit: Visit): void {
  const mine = visit.orders.map((order) => order.orderId);
  const calledBack = visit.commands.flatMap((command) => (command.kind === "cancel-order" ? [command.orderId] : []));
  expect(mine).toEqual(expect.arrayContaining(calledBack));
  const placed = visit.commands.flatMap((command) => (command.kind === "place-order" ? [command] : []));
  expect(placed.length + calledBack.length).toBe(visit.commands.length);
  const ours = placed.map((command) => quote(visit.shop, command.lines, command.deliveryMethod));
  expect(placed.map((command) => command.shownTotal)).toEqual(ours.map((each) => isQuote(each) && each.total));
  expect(placed.every((command) => command.currency === "EUR")).toBe(true);
}

function expectSaneCart(visit: Visit): void {
  for (const { sku, quantity } of visit.state.cart) {
    expect(visit.shop.catalogue.products.some((each) => each.variants.some((variant) => variant.sku === sku))).toBe(
      true,
    );
    expect(Number.isInteger(quantity) && quantity >= 1 && quantity <= 10).toBe(true);
  }
  expect(visit.state.cart.length).toBeLessThanOrEqual(20);
}

function expectSayable(visit: Visit): void {
  expect(visit.speeches.length).toBeGreaterThan(0);
  for (const speech of visit.speeches) {
    const message = render(speech);
    expect(JSON.stringify(message)).not.toMatch(/\\ud[89a-f]/);
    expect(() => checkSend({ recipient: { id: "2001" }, messaging_type: "RESPONSE", message })).not.toThrow();
  }
}

describe("a payload that somebody made up", () => {
  it("never sets a price, a total or a quantity, and never reaches another's order", { timeout: 60_000 }, () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const dice = new Dice(seed);
      const visit = dice.once(3) ? visitAwaitingPayment().visit : new Visit().taps("add:mist").taps("deliver:home");
      for (let tap = 0; tap < 80; tap += 1) {
        const made = hostilePayload(dice, foreign);
        visit.taps(made, dice.pick(trickyTexts));
        expectOurPrices(visit);
        expect(leaving(visit)).not.toContain(foreign);
        expectSaneCart(visit);
        expectSayable(visit);
        expect(leaving(visit).length).toBeLessThan(40_000);
      }
    }
  });

  it("that names another's order shows nothing of it and calls nothing back", () => {
    const stranger = new Visit();
    for (const tap of [
      payload.orderStatus(foreign),
      `pay:${foreign}`,
      `change:${foreign}`,
      `order:${foreign}`,
      "pay",
      "change",
    ]) {
      stranger.taps(tap);
      expect(stranger.commands).toEqual([]);
      expect(leaving(stranger)).not.toContain(foreign);
      expect(leaving(stranger)).not.toMatch(/\/pay\//);
    }
  });

  it("that names an older order of one's own calls back only what is unpaid", () => {
    const { visit, order } = visitAwaitingPayment();
    const older = { ...order, orderId: "O-00000-00001" as typeof order.orderId, status: "shipped" as const };
    visit.orders = [{ ...older, paymentStatus: "paid" }, order];
    visit.taps("change:O-00000-00001");
    expect(visit.commands).toMatchObject([{ kind: "cancel-order", orderId: order.orderId }]);
  });

  it.each(["-1", "0.5", "1e3", "1e309", "NaN", "Infinity", "0x10", "٣", "９", "+2", " 2", "1000000", "-0"])(
    "with %s pieces changes no number",
    (count) => {
      const visit = new Visit().taps("add:mist").taps(`quantity:mist:${count}`);
      expect(visit.state.cart).toEqual([{ sku: "mist", quantity: 1 }]);
    },
  );

  it.each(["11", "99", "999999"])("with %s pieces sells no more than the shop does at once", (count) => {
    const visit = new Visit().taps("add:mist").taps(`quantity:mist:${count}`);
    expect(visit.state.cart).toEqual([{ sku: "mist", quantity: 10 }]);
  });

  it("is answered with a way on whatever is said on its button", () => {
    for (const title of trickyTexts) {
      const visit = new Visit().taps("start", title);
      expect(visit.labels.length).toBeGreaterThan(0);
      expectSayable(visit);
    }
  });
});

describe("a referral that somebody made up", () => {
  it("leads into the shop and says nothing that Messenger would refuse", () => {
    for (const ref of trickyTexts) {
      const visit = new Visit().does({ kind: "referral", ref: ref.slice(0, 2083), source: ref.slice(0, 100) });
      expectSayable(visit);
      expect(leaving(visit).length).toBeLessThan(40_000);
    }
  });
});
