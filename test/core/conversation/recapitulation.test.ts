import { expect, test } from "vitest";
import { days } from "#core/values/instant.ts";
import { anExampleShop, aProduct, aVariant, sku } from "#test/support/example-shop.ts";
import { aFact, anOrder, noon, Visit } from "./visit.ts";

const atRecapitulation = (shop = anExampleShop()): Visit =>
  new Visit(shop).taps("add:moon").taps("add:mist").taps("deliver:relay");

const orderButton = (visit: Visit): string => {
  const found = visit.labels.find((each) => each.label === "Commander et payer")?.payload;
  if (found === undefined) throw new Error("no order button");
  return found;
};

test("offers each delivery with its price, from when it is free, and its days", () => {
  const visit = new Visit().taps("add:mist").taps("checkout");
  expect(visit.words).toContain(
    "Point relais : 4,90 € (offert dès 100,00 €), livraison entre le 28 novembre et le 1er décembre.",
  );
  expect(visit.words).toContain("À domicile : 7,90 €, livraison entre le 27 novembre et le 29 novembre.");
});

test.each(["point relais", "Point relais !", "le point relais svp", "pick-up point", "à domicile"])(
  "takes the name of a delivery that is typed for the choice of it: %j",
  (name) => {
    const visit = new Visit().taps("add:mist").taps("checkout").says(name);
    expect(visit.labels).toContainEqual(
      expect.objectContaining({ label: expect.stringMatching(/Commander et payer|Order and pay/) }),
    );
    expect(visit.state.delivery).toBe(name.includes("domicile") ? "home" : "relay");
  },
);

test("tells how the shop delivers while the cart is empty", () => {
  const visit = new Visit().says("quels sont vos frais de port ?");
  expect(visit.words).toContain("Point relais : 4,90 €");
});

test("says everything that the law wants directly before the order", () => {
  const visit = atRecapitulation();
  for (const words of [
    "1 × Lampe Lune : 74,00 €",
    "1 × Tasse Brume bleue : 18,00 €",
    "Livraison : Point relais (France, Belgique), 4,90 €",
    "Total à payer : 96,90 € TTC",
    "dont TVA 20 % : 16,15 €",
    "au plus tard le 1er décembre",
    "14 jours après réception pour changer d’avis ; frais de retour à votre charge",
    "Garantie légale de conformité : 2 ans",
    "Atelier Ombeline SARL, 14 montée des Potiers",
    "bonjour@atelier-ombeline.example",
    "TVA FR00913572468",
    "Carte bancaire ou PayPal",
  ]) {
    expect(visit.words).toContain(words);
  }
  expect(visit.labels.slice(0, 3)).toMatchObject([
    { label: "Commander et payer", payload: expect.stringMatching(/^order:[0-9a-z]+$/) as string },
    { label: "CGV et rétractation", url: "https://shop.example/legal/terms?lang=fr" },
    { label: "Modifier", payload: "cart" },
  ]);
});

test("says who sells first, and the order with its total in one message above the button", () => {
  const [seller, order] = atRecapitulation().speeches;
  expect(seller).toMatchObject({ kind: "text", text: expect.stringMatching(/^Vendeur\s: /) as string });
  const words = order?.kind === "buttons" ? order.text : "";
  expect(words).toMatch(/^Votre commande\n1 × Lampe Lune/);
  expect(words).toMatch(/Total\sà\spayer\s:\s96,90\s€\sTTC/);
});

test("keeps the total directly above the button when the rest is too long for one message", () => {
  const title = { fr: "Un très grand vase en grès ".repeat(5), en: "A very large stoneware vase ".repeat(5) };
  const products = Array.from({ length: 20 }, (_, index) => aProduct(`p${index}`, { title }));
  const visit = new Visit(anExampleShop({ products }));
  for (const product of products) visit.taps(`add:${product.id}`);
  visit.taps("deliver:home");
  const last = visit.speeches.at(-1);
  expect(last?.kind).toBe("buttons");
  expect(last?.kind === "buttons" && last.text.includes("Total à payer")).toBe(true);
  expect(visit.words.match(/1 × Un très grand vase/g)).toHaveLength(20);
});

test("delivers free from the threshold on", () => {
  const visit = new Visit().taps("add:moon").taps("quantity:moon:2").taps("deliver:relay");
  expect(visit.words).toContain("Livraison : Point relais (France, Belgique), offert");
  expect(visit.words).toContain("Total à payer : 148,00 € TTC");
});

test("goes straight to the recapitulation where there is one delivery only", () => {
  const [only] = anExampleShop().settings.delivery;
  const visit = new Visit(anExampleShop({ settings: { delivery: only ? [only] : [] } }));
  expect(visit.taps("add:mist").taps("checkout").words).toContain("Total à payer");
});

test("shows the recapitulation anew when the cart has changed since its button was sent", () => {
  const visit = atRecapitulation();
  const old = orderButton(visit);
  visit.taps("add:card").taps(old);
  expect(visit.commands).toEqual([]);
  expect(visit.words).toContain("Quelque chose a changé depuis");
  expect(orderButton(visit)).not.toBe(old);
  expect(visit.tapsLabel("Commander et payer").commands).toHaveLength(1);
});

test("shows the recapitulation anew when the promised day has moved", () => {
  const visit = atRecapitulation();
  const old = orderButton(visit);
  expect(visit.waits(days(1)).taps(old).commands).toEqual([]);
});

test("shows the recapitulation anew when a price has changed", () => {
  const old = orderButton(atRecapitulation());
  const products = [
    aProduct("moon", { variants: [aVariant("moon", { price: 8900 })] }),
    aProduct("mist", { variants: [aVariant("mist", { price: 1800 })] }),
  ];
  const visit = atRecapitulation(anExampleShop({ products })).taps(old);
  expect(visit.commands).toEqual([]);
});

test("shows the recapitulation anew when the terms have changed", () => {
  const old = orderButton(atRecapitulation());
  const visit = atRecapitulation(anExampleShop({ settings: { termsVersion: "2026-12-01" } })).taps(old);
  expect(visit.commands).toEqual([]);
  expect(visit.words).toContain("Quelque chose a changé depuis");
});

test("shows the recapitulation anew when a piece was sold meanwhile", () => {
  const visit = atRecapitulation();
  const old = orderButton(visit);
  visit.stock.set(sku("mist"), 0);
  visit.taps(old);
  expect(visit.commands).toEqual([]);
  expect(visit.words).toContain("J’ai mis votre panier à jour");
});

test("places an order once, however often the button is tapped", () => {
  const visit = atRecapitulation();
  const button = orderButton(visit);
  expect(visit.taps(button).commands).toMatchObject([{ kind: "place-order", validUntil: noon + 600_000 }]);
  const order = anOrder(visit.placed, visit.shop);
  expect(visit.taps(button).commands).toEqual([]);
  visit.hearsFact(aFact("placed", 1, order)).taps(button);
  expect(visit.commands).toEqual([]);
  visit.hearsFact(aFact("paid", 2, { ...order, status: "to-ship", paymentStatus: "paid" })).taps(button);
  expect(visit.commands).toEqual([]);
  expect(visit.words).toContain("Votre panier est vide");
});

test("says that a total is too little to be paid before anything is ordered, with a way on", () => {
  const free = { id: "free", title: { fr: "Retrait", en: "Pick-up" }, price: 0, countries: ["FR"] };
  const byPost = { ...free, id: "post", title: { fr: "Poste", en: "Post" }, price: 300 };
  const days = { least: 1, most: 2 };
  const shop = anExampleShop({
    settings: {
      delivery: [
        { ...free, days },
        { ...byPost, days },
      ],
    },
    products: [aProduct("tag", { variants: [aVariant("tag", { price: 20 })] })],
  });
  const visit = new Visit(shop).taps("add:tag").taps("deliver:free");
  expect(visit.words).toContain("On ne peut pas payer moins de 0,50 €, et votre commande ferait 0,20 €");
  expect(visit.labels.map((each) => each.label)).not.toContain("Commander et payer");
  expect(visit.labels.map((each) => each.payload)).toEqual(expect.arrayContaining(["browse", "checkout", "cart"]));
  expect(visit.taps("order").commands).toEqual([]);
  expect(visit.words).toContain("On ne peut pas payer moins de 0,50 €");

  expect(visit.taps("deliver:post").labels.map((each) => each.label)).toContain("Commander et payer");
  visit.taps("add:tag").taps("add:tag").taps("deliver:free");
  expect(visit.labels.map((each) => each.label)).toContain("Commander et payer");
});

test("offers no checkout that would say the same again where there is one delivery only", () => {
  const pickUp = { id: "free", title: { fr: "Retrait", en: "Pick-up" }, price: 0, countries: ["FR"] };
  const shop = anExampleShop({
    settings: { delivery: [{ ...pickUp, days: { least: 1, most: 2 } }] },
    products: [aProduct("tag", { variants: [aVariant("tag", { price: 20 })] })],
  });
  const visit = new Visit(shop).taps("add:tag").taps("checkout");
  expect(visit.words).toContain("On ne peut pas payer moins de 0,50 €");
  const payloads = visit.labels.map((each) => each.payload);
  expect(payloads).toContain("browse");
  expect(payloads).not.toContain("checkout");
});

test("lets what costs nothing at all be ordered", () => {
  const pickUp = { id: "free", title: { fr: "Retrait", en: "Pick-up" }, price: 0, countries: ["FR"] };
  const shop = anExampleShop({
    settings: { delivery: [{ ...pickUp, days: { least: 1, most: 2 } }] },
    products: [aProduct("gift", { variants: [aVariant("gift", { price: 0 })] })],
  });
  expect(
    new Visit(shop)
      .taps("add:gift")
      .taps("checkout")
      .labels.map((each) => each.label),
  ).toContain("Commander et payer");
});
