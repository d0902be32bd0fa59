import { expect, test } from "vitest";
import { after, days } from "#core/values/instant.ts";
import { aFact, anOrder, noon, Visit } from "./visit.ts";

test("a newcomer who clicks only labels has paid in seven taps, in French", () => {
  const visit = new Visit().taps("GET_STARTED");
  expect(visit.words).toContain("assistant automatique de la boutique Atelier Ombeline");
  visit.tapsLabel("Tasses et bols").tapsLabel("Ajouter au panier");
  expect(visit.words).toContain("Dans votre panier : Tasse Brume bleue, 18,00 € TTC");
  visit.tapsLabel("Choisir la livraison").tapsLabel("À domicile");
  expect(visit.words).toContain("Total à payer : 25,90 € TTC");
  visit.tapsLabel("Commander et payer");
  expect(visit.commands).toMatchObject([
    { kind: "place-order", shownTotal: 2590, deliveryMethod: "home", promisedBy: after(noon, days(5)) },
  ]);
  const order = anOrder(visit.placed, visit.shop);
  visit.hearsFact(aFact("placed", 1, order));
  expect(visit.labels).toContainEqual(
    expect.objectContaining({
      label: "Payer 25,90 €",
      url: `https://shop.example/pay/${order.orderId}.0000000000000000000006`,
    }),
  );
  const paid = { ...order, status: "to-ship", paymentStatus: "paid", customerFirstName: "Julie" } as const;
  visit.hearsFact(aFact("paid", 2, paid));
  expect(visit.words).toContain("Merci Julie, paiement reçu : 25,90 €");
  expect(visit.speeches.at(-1)).toMatchObject({ kind: "receipt", orderNumber: order.orderId });
  expect(visit.state).toMatchObject({ cart: [], step: { at: "shopping" } });
});

test("a newcomer who clicks only labels has paid in seven taps, in English", () => {
  const visit = new Visit().taps("GET_STARTED", "Get Started");
  expect(visit.words).toContain("the automatic assistant of Atelier Ombeline");
  visit.tapsLabel("Lamps").tapsLabel("Choose").tapsLabel("Linen cable");
  visit.tapsLabel("Choose delivery").tapsLabel("Home delivery").tapsLabel("Order and pay");
  expect(visit.placed).toMatchObject({ locale: "en", lines: [{ sku: "poppy-linen", quantity: 1 }] });
  visit.hearsFact(aFact("placed", 1, anOrder(visit.placed, visit.shop)));
  expect(visit.labels.map((each) => each.label)).toContain("Pay €76.90");
});
