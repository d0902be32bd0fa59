import { expect, test } from "vitest";
import { anExampleShop, aProduct, aVariant, sku } from "#test/support/example-shop.ts";
import { Visit, visitAwaitingPayment } from "./visit.ts";

test("adds one more piece with each tap, up to what is there", () => {
  const visit = new Visit().taps("add:poppy-linen").taps("add:poppy-linen");
  expect(visit.state.cart).toEqual([{ sku: "poppy-linen", quantity: 2 }]);
  visit.taps("add:poppy-linen");
  expect(visit.state.cart).toEqual([{ sku: "poppy-linen", quantity: 2 }]);
  expect(visit.words).toContain("Lampe Coquelicot, Câble lin : il n’en reste que 2");
});

test("says that a product is sold out instead of adding it", () => {
  const visit = new Visit().taps("add:dawn");
  expect(visit.state.cart).toEqual([]);
  expect(visit.words).toContain("Bol Aurore est épuisé");
});

test("counts what the stock table says before what the catalogue says", () => {
  const visit = new Visit();
  visit.stock.set(sku("mist"), 0).set(sku("dawn"), 1);
  expect(visit.taps("add:mist").state.cart).toEqual([]);
  expect(visit.taps("add:dawn").state.cart).toEqual([{ sku: "dawn", quantity: 1 }]);
});

test("sells no more of one article at once than the shop allows", () => {
  const visit = new Visit().taps("add:card").taps("quantity:card:500");
  expect(visit.state.cart).toEqual([{ sku: "card", quantity: 10 }]);
  expect(visit.words).toContain("10 par commande au plus");
});

test("asks how many, and understands the number that is typed next", () => {
  const visit = new Visit().taps("add:mist").taps("quantity:mist");
  expect(visit.words).toContain("combien en voulez-vous");
  expect(visit.labels.map((each) => each.label)).toEqual(expect.arrayContaining(["1", "2", "3", "Retirer"]));
  expect(visit.says("3").state.cart).toEqual([{ sku: "mist", quantity: 3 }]);
  expect(visit.says("4").words).toContain("Un nombre tout seul");
});

test("takes an article out by its button, or by a quantity of none", () => {
  expect(new Visit().taps("add:mist").taps("remove:mist").state.cart).toEqual([]);
  expect(new Visit().taps("add:mist").taps("quantity:mist:0").state.cart).toEqual([]);
});

test("answers an old quantity button of an article that is no longer in the cart with the way to add it", () => {
  const visit = new Visit().taps("quantity:mist:2");
  expect(visit.state.cart).toEqual([]);
  expect(visit.labels).toContainEqual({ label: "Ajouter au panier", payload: "add:mist" });
});

test("shows the cart line by line with its sum, what can be paid with and where it is sent", () => {
  const visit = new Visit().taps("add:moon").taps("add:mist").taps("quantity:mist:2").taps("cart");
  expect(visit.words).toContain("2 × 18,00 € = 36,00 €");
  expect(visit.words).toContain("Panier : 3 articles, 110,00 € TTC, hors livraison");
  expect(visit.words).toContain("Carte bancaire ou PayPal");
  expect(visit.words).toContain("France, Belgique");
});

test("shows each article as it looks, also where it looks different from its siblings", () => {
  const variants = [aVariant("poppy-red"), aVariant("poppy-blue", { picture: "poppy-blue.png" })];
  const visit = new Visit(anExampleShop({ products: [aProduct("poppy", { variants })] }));
  visit.taps("add:poppy-red").taps("add:poppy-blue").taps("cart");
  const cards = visit.speeches.flatMap((speech) => (speech.kind === "cards" ? speech.cards : []));
  expect(cards.map((card) => card.picture?.split("/").at(-1))).toEqual(["poppy.png", "poppy-blue.png"]);
});

test("takes out of the cart what was sold meanwhile, and says so", () => {
  const visit = new Visit().taps("add:mist").taps("add:moon");
  visit.stock.set(sku("mist"), 0);
  visit.taps("cart");
  expect(visit.words).toContain("J’ai mis votre panier à jour");
  expect(visit.state.cart).toEqual([{ sku: "moon", quantity: 1 }]);
});

test("holds twenty different articles and says that it is full", () => {
  const products = Array.from({ length: 21 }, (_, index) => aProduct(`p${index}`));
  const visit = new Visit(anExampleShop({ products }));
  for (const product of products) visit.taps(`add:${product.id}`);
  expect(visit.state.cart).toHaveLength(20);
  expect(visit.words).toContain("Votre panier est plein");
  visit.taps("cart").tapsLabel("Voir la suite").tapsLabel("Voir la suite");
  expect(visit.labels.filter((each) => each.label === "Retirer")).toHaveLength(2);
});

test("leaves the cart alone while its order awaits payment, and offers to pay or to change it", () => {
  const { visit } = visitAwaitingPayment();
  for (const payload of ["add:moon", "remove:mist", "quantity:mist:3", "deliver:relay", "checkout", "cart"]) {
    visit.taps(payload);
    expect(visit.state.cart).toEqual([{ sku: "mist", quantity: 1 }]);
    expect(visit.words).toContain("attend son paiement");
    expect(visit.labels.map((each) => each.label)).toEqual(expect.arrayContaining(["Payer 25,90 €", "Modifier"]));
  }
});
