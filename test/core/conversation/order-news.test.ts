import { describe, expect, test } from "vitest";
import type { Awaited } from "#core/conversation/input.ts";
import { inputId, type OrderId, type PageId, type Psid } from "#core/values/ids.ts";
import { minutes } from "#core/values/instant.ts";
import { sku } from "#test/support/example-shop.ts";
import { aFact, anOrder, Visit, visitAwaitingPayment } from "./visit.ts";

const payLabel = "Payer 25,90 €";
const labels = (visit: Visit): string[] => visit.labels.map((each) => each.label);

/** A visit whose order is on its way. */
function visitPlacing() {
  const visit = new Visit().taps("add:mist").taps("add:moon").taps("deliver:home").tapsLabel("Commander et payer");
  return { visit, order: anOrder(visit.placed, visit.shop) };
}

describe("an order that was refused", () => {
  test("because of stock: names what is missing, cuts the cart and leads back to the order", () => {
    const { visit, order } = visitPlacing();
    const soldOut = [{ sku: sku("mist"), available: 0 }];
    visit.hearsFact(aFact("refused", 1, { ...order, status: "cancelled" }, { reason: "sold-out", soldOut }));
    expect(visit.words).toContain("il ne reste plus assez de : Tasse Brume bleue. Rien n’a été débité");
    expect(visit.state).toMatchObject({ cart: [{ sku: "moon", quantity: 1 }], step: { at: "shopping" } });
    expect(labels(visit)).toContain("Récapitulatif");
  });

  test("because of a price: shows the new recapitulation", () => {
    const { visit, order } = visitPlacing();
    visit.hearsFact(aFact("refused", 1, { ...order, status: "cancelled" }, { reason: "price-changed" }));
    expect(visit.words).toContain("Un prix a changé entre-temps");
    expect(labels(visit)).toContain("Commander et payer");
  });

  test("because it is too little to be paid: shows where the order stands", () => {
    const { visit, order } = visitPlacing();
    visit.hearsFact(aFact("refused", 1, { ...order, status: "cancelled" }, { reason: "too-little" }));
    expect(visit.words).toContain("Rien n’a été débité, et votre panier est gardé");
    expect(labels(visit)).toContain("Commander et payer");
  });

  test("because it came too late: keeps the cart", () => {
    const { visit, order } = visitPlacing();
    visit.hearsFact(aFact("refused", 1, { ...order, status: "cancelled" }, { reason: "too-late" }));
    expect(visit.words).toContain("n’a pas été prise");
    expect(visit.state.cart).toHaveLength(2);
  });
});

describe("while an order awaits payment", () => {
  test("the next words bring the Pay button back, after their own answer", () => {
    const { visit } = visitAwaitingPayment();
    visit.says("vous avez des lampes ?");
    expect(visit.words).toContain("Lampe Coquelicot");
    expect(visit.speeches.at(-1)).toMatchObject({ kind: "buttons" });
    expect(labels(visit)).toContain(payLabel);
  });

  test("a greeting, a sticker and nonsense bring it back as well", () => {
    const { visit } = visitAwaitingPayment();
    expect(labels(visit.says("bonjour"))).toContain(payLabel);
    expect(labels(visit.sends("sticker"))).toContain(payLabel);
    expect(labels(visit.says("blorg"))).toContain(payLabel);
  });

  test("a declined card gets one clear sentence and the Pay button", () => {
    const { visit, order } = visitAwaitingPayment();
    visit.hearsFact(aFact("payment-declined", 2, order, { declineCode: "insufficient_funds" }));
    expect(visit.words).toContain("provision insuffisante. Rien n’a été débité");
    expect(labels(visit)).toContain(payLabel);
  });

  test("a payment that takes days is told, and nothing can be paid twice meanwhile", () => {
    const { visit, order } = visitAwaitingPayment();
    visit.orders = [{ ...order, paymentStatus: "pending" }];
    visit.hearsFact(aFact("payment-pending", 2, { ...order, paymentStatus: "pending" }));
    expect(visit.words).toContain("en cours auprès de votre banque");
    expect(labels(visit.taps("pay"))).not.toContain(payLabel);
    expect(visit.taps("change").commands).toEqual([]);
  });

  test("a payment that failed in the end brings the Pay button back", () => {
    const { visit, order } = visitAwaitingPayment();
    visit.hearsFact(aFact("payment-pending", 2, { ...order, paymentStatus: "pending" }));
    visit.hearsFact(aFact("payment-failed", 3, order));
    expect(visit.words).toContain("n’a pas abouti");
    expect(labels(visit)).toContain(payLabel);
  });

  test("an order that expired gives the cart back", () => {
    const { visit, order } = visitAwaitingPayment();
    visit.hearsFact(aFact("expired", 2, { ...order, status: "expired" }));
    expect(visit.words).toContain("elle est annulée. Rien n’a été débité");
    expect(visit.state).toMatchObject({ cart: [{ sku: "mist", quantity: 1 }], step: { at: "shopping" } });
  });

  test("a payment that comes after all empties a cart that nobody touched since, and no other", () => {
    const paidAfter = (touch: (visit: Visit) => unknown) => {
      const { visit, order } = visitAwaitingPayment();
      visit.hearsFact(aFact("expired", 2, { ...order, status: "expired" }));
      touch(visit);
      visit.hearsFact(aFact("paid", 3, { ...order, status: "to-ship", paymentStatus: "paid" }));
      return visit.state.cart;
    };
    expect(paidAfter(() => undefined)).toEqual([]);
    expect(paidAfter((visit) => visit.taps("add:moon"))).toHaveLength(2);
  });

  test("nothing is offered for payment after its time, until it is known what came of it", () => {
    const { visit } = visitAwaitingPayment();
    visit.waits(minutes(61)).says("bonjour");
    expect(visit.words).toContain("est passé. Je vérifie");
    expect(labels(visit)).not.toContain(payLabel);
  });

  test("a lost piece of news is made up for by the orders table", () => {
    const { visit, order } = visitAwaitingPayment();
    visit.orders = [{ ...order, status: "to-ship", paymentStatus: "paid" }];
    visit.says("bonjour");
    expect(visit.state).toMatchObject({ cart: [], step: { at: "shopping" } });
    visit.hearsFact(aFact("paid", 2, { ...order, status: "to-ship", paymentStatus: "paid" }));
    expect(visit.words).toContain("paiement reçu");
  });
});

describe("an order called back", () => {
  test("is cancelled once, and its cart is the shopper's again", () => {
    const { visit, order } = visitAwaitingPayment();
    expect(visit.tapsLabel("Modifier").commands).toMatchObject([{ kind: "cancel-order", orderId: order.orderId }]);
    expect(visit.taps("change").commands).toEqual([]);
    expect(labels(visit.taps("pay"))).not.toContain(payLabel);
    visit.hearsFact(aFact("cancelled", 2, { ...order, status: "cancelled" }));
    expect(visit.words).toContain("votre panier est de nouveau à vous");
    expect(visit.taps("add:mist").state.cart).toEqual([{ sku: "mist", quantity: 2 }]);
  });

  test("is a purchase all the same when the payment was faster", () => {
    const { visit, order } = visitAwaitingPayment();
    visit.taps("change");
    visit.hearsFact(aFact("paid", 2, { ...order, status: "to-ship", paymentStatus: "paid" }));
    expect(visit.words).toContain("paiement reçu");
    expect(visit.state).toMatchObject({ cart: [], step: { at: "shopping" } });
  });

  test("that could not be called back stands, and can be paid or called back again", () => {
    const { visit, order } = visitAwaitingPayment();
    visit.taps("change");
    visit.hearsFact(aFact("not-cancelled", 2, order));
    expect(visit.words).toContain("elle est gardée telle quelle (25,90 €). Rien n’a été débité");
    expect(labels(visit)).toContain(payLabel);
    expect(visit.state.step).toMatchObject({ at: "paying", orderId: order.orderId });
    expect(visit.taps("change").commands).toMatchObject([{ kind: "cancel-order" }]);
  });

  test("that could not be called back and was paid or ended meanwhile is told as what it is now only", () => {
    const { visit, order } = visitAwaitingPayment();
    visit.taps("change");
    visit.hearsFact(aFact("not-cancelled", 2, { ...order, status: "expired" }));
    expect(visit.effects).toEqual([]);
  });

  test("that could not be called back offers no payment after its time", () => {
    const { visit, order } = visitAwaitingPayment();
    visit.taps("change").waits(minutes(61));
    visit.hearsFact(aFact("not-cancelled", 2, order));
    expect(visit.words).toContain("est passé. Je vérifie");
    expect(labels(visit)).not.toContain(payLabel);
  });

  test("can be paid again when nothing came of the wish", () => {
    const { visit } = visitAwaitingPayment();
    visit.taps("change").waits(minutes(16)).says("bonjour");
    expect(labels(visit)).toContain(payLabel);
  });
});

describe("what takes longer than usual", () => {
  const delay = (visit: Visit, orderId: OrderId, awaited: Awaited) =>
    visit.hears({
      v: 1,
      kind: "order-delay",
      id: inputId(`x:${awaited}:delay`),
      pageId: "100000000000001" as PageId,
      psid: "2001" as Psid,
      at: visit.now,
      orderId,
      awaited,
    });

  test("is told to who waits for the pay link", () => {
    const { visit, order } = visitPlacing();
    expect(delay(visit, order.orderId, "order").words).toContain("plus de temps que d’habitude");
    expect(visit.state.step).toMatchObject({ at: "placing" });
  });

  test("is told to who waits for the order to be called back", () => {
    const { visit, orderId } = visitAwaitingPayment();
    visit.taps("change");
    expect(delay(visit, orderId, "change").words).toContain("plus de temps que d’habitude");
    expect(visit.state.step).toMatchObject({ at: "changing" });
  });

  test("is told to who has paid, so that nobody pays twice", () => {
    const { visit, orderId } = visitAwaitingPayment();
    expect(delay(visit, orderId, "payment").words).toContain("ne payez pas une deuxième fois");
  });

  test("is not told to who has the answer already, or waits for another", () => {
    const { visit, orderId } = visitAwaitingPayment();
    expect(delay(visit, orderId, "order").effects).toEqual([]);
    expect(delay(visit, orderId, "change").effects).toEqual([]);
    expect(delay(visit, "O-00001-00001" as OrderId, "payment").effects).toEqual([]);
    expect(delay(new Visit(), orderId, "payment").effects).toEqual([]);
  });
});

test("money that came too late goes back, and the shopper is told", () => {
  const { visit, order } = visitAwaitingPayment();
  visit.hearsFact(aFact("expired", 2, { ...order, status: "expired" }));
  visit.hearsFact(aFact("late-payment", 3, { ...order, status: "expired", paymentStatus: "refunded" }));
  expect(visit.words).toContain("Il vous est remboursé en entier");
});

test("a differing amount is looked into by a person, who is named", () => {
  const { visit, order } = visitAwaitingPayment();
  visit.hearsFact(aFact("paid-differently", 2, { ...order, paymentStatus: "paid" }));
  expect(visit.words).toContain("Camille vérifie");
  expect(labels(visit.says("bonjour"))).not.toContain(payLabel);
});

test("news come twice and out of order, and are told once", () => {
  const { visit, order } = visitAwaitingPayment();
  const paid = aFact("paid", 3, { ...order, status: "to-ship", paymentStatus: "paid" });
  expect(visit.hearsFact(paid).speeches).toHaveLength(2);
  expect(visit.hearsFact(paid).effects).toEqual([]);
  expect(visit.hearsFact(aFact("payment-declined", 2, order)).effects).toEqual([]);
});

test("an order that was being placed for too long without a trace gives the cart back", () => {
  const { visit } = visitPlacing();
  expect(visit.waits(minutes(16)).taps("cart").state).toMatchObject({ step: { at: "shopping" } });
  expect(visit.state.cart).toHaveLength(2);
});

test("an order found in the table though its news is late can be paid", () => {
  const { visit, order } = visitPlacing();
  visit.orders = [order];
  expect(labels(visit.says("alors ?"))).toContain("Payer 99,90 €");
});
