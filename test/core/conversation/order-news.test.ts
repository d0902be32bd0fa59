import { describe, expect, test } from "vitest";
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

  test("can be paid again when nothing came of the wish", () => {
    const { visit } = visitAwaitingPayment();
    visit.taps("change").waits(minutes(16)).says("bonjour");
    expect(labels(visit)).toContain(payLabel);
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
