import { describe, expect, test } from "vitest";
import { attachmentKinds } from "#core/conversation/input.ts";
import { aFact, Visit, visitAwaitingPayment } from "./visit.ts";

const labels = (visit: Visit): string[] => visit.labels.map((each) => each.label);

describe("the first words", () => {
  test("say whose automatic assistant this is, who answers in person and when", () => {
    const visit = new Visit().says("Bonjour !");
    expect(visit.words).toContain("l’assistant automatique de la boutique Atelier Ombeline");
    expect(visit.words).toContain("Camille répond en personne du mardi au samedi");
    expect(labels(visit)).toEqual(
      expect.arrayContaining(["Lampes", "Tasses et bols", "Voir la boutique", "Parler à quelqu’un", "English"]),
    );
  });

  test("disclose the assistant also when they ask for something at once, and only then", () => {
    const visit = new Visit().says("je cherche une lampe");
    expect(visit.speeches[0]).toMatchObject({
      kind: "text",
      text: expect.stringContaining("assistant automatique") as string,
    });
    expect(visit.words).toContain("Lampe Coquelicot");
    expect(visit.says("une tasse").words).not.toContain("assistant automatique");
  });

  test("are answered in the language they are written in", () => {
    expect(new Visit().says("hello, do you have lamps?").words).toContain("Poppy lamp");
    expect(new Visit().says("avez-vous des lampes ?").words).toContain("Lampe Coquelicot");
    expect(new Visit().taps("GET_STARTED", "Get Started").words).toContain("automatic assistant");
    expect(new Visit().taps("GET_STARTED").words).toContain("assistant automatique");
  });
});

describe("the language", () => {
  test("changes by quick reply and by word, and product texts follow", () => {
    const visit = new Visit().says("bonjour").tapsLabel("English");
    expect(visit.words).toContain("let us go on in English");
    expect(visit.taps("browse:lamps").words).toContain("Poppy lamp");
    expect(visit.says("français").words).toContain("continuons en français");
    expect(visit.taps("browse:lamps").words).toContain("Lampe Coquelicot");
  });

  test("stays what the shopper chose, whatever words follow", () => {
    const visit = new Visit().taps("language:en").says("bonjour, je voudrais une lampe");
    expect(visit.words).toContain("Poppy lamp");
  });

  test("of the shopper's own words outdoes the one on the Get Started button", () => {
    const visit = new Visit().taps("GET_STARTED", "Get Started").says("bonjour");
    expect(visit.words).toContain("Bonjour");
  });

  test("follows the words while nothing was chosen", () => {
    const visit = new Visit().says("bonjour").says("do you have any lamps please");
    expect(visit.words).toContain("Poppy lamp");
  });
});

describe("words", () => {
  test.each([
    ["panier", "Votre panier est vide"],
    ["où en est ma commande ?", "pas encore de commande"],
    ["je veux parler à un humain", "Camille vous répond"],
    ["aide", "assistant automatique de la boutique"],
    ["LAMPE ROUGE", "Lampe Coquelicot"],
    ["lampes", "Lampes : 2 articles"],
    ["coquelicots", "Lampe Coquelicot"],
    ["tasse bleue", "Tasse Brume bleue"],
    ["que vendez-vous", "Voici nos rayons"],
    ["annuler", "rien à modifier"],
    ["payer", "rien à payer"],
    ["merci", "Avec plaisir"],
    ["livraison", "Nos livraisons (France, Belgique) :"],
    ["livrez-vous en Suisse ?", "Nos livraisons (France, Belgique) :"],
  ])("%j are understood", (text, words) => {
    expect(new Visit().says(text).words).toContain(words);
  });
});

describe("what is not understood", () => {
  const cases: readonly [string, (visit: Visit) => Visit][] = [
    ...attachmentKinds.map((what): [string, (visit: Visit) => Visit] => [what, (visit) => visit.sends(what)]),
    ["emoji", (visit) => visit.says("🎉🎉")],
    ["a question mark", (visit) => visit.says("?")],
    ["a number", (visit) => visit.says("42")],
    ["10,000 characters", (visit) => visit.says("lorem ipsum ".repeat(834))],
    ["one word of 10,000 characters", (visit) => visit.says("a".repeat(10_000))],
    ["another language", (visit) => visit.says("¿cuánto cuesta el envío a Madrid?")],
    ["an unknown payload", (visit) => visit.taps("DEVELOPER_DEFINED_PAYLOAD")],
    ["a payload that is a property of objects", (visit) => visit.taps("__proto__")],
    ["a product that is gone", (visit) => visit.taps("product:gone")],
    ["an empty payload", (visit) => visit.taps("")],
    ["nothing at all", (visit) => visit.says("")],
  ];

  test.each(cases)("%s is answered helpfully, four times in a row without a repetition", (_, send) => {
    const visit = new Visit().says("bonjour");
    const answers = [1, 2, 3, 4].map(() => {
      send(visit);
      expect(visit.labels.length).toBeGreaterThan(2);
      return visit.words;
    });
    expect(answers.every((words, index) => index === 0 || words !== answers[index - 1])).toBe(true);
    expect(new Set(answers.slice(0, 3)).size).toBe(3);
  });

  test("is forgotten with the first thing understood", () => {
    const visit = new Visit().says("bonjour").says("blorg");
    const first = visit.words;
    expect(visit.taps("browse").says("blorg").words).toBe(first);
  });
});

describe("my orders", () => {
  test("show where each stands, with the way to pay or change the open one", () => {
    const { visit, order } = visitAwaitingPayment();
    visit.orders = [order, { ...order, orderId: "O-00000-00001" as never, status: "shipped", paymentStatus: "paid" }];
    visit.taps("orders");
    expect(visit.words).toContain("À payer avant 13:00");
    expect(visit.words).toContain("Payée, expédiée");
    expect(labels(visit)).toEqual(expect.arrayContaining(["Payer 25,90 €", "Modifier", "Détails"]));
    visit.taps("order-status:O-00000-00001");
    expect(visit.words).toContain("1 × Tasse Brume bleue");
  });

  test("show no order of somebody else's", () => {
    expect(new Visit().taps("order-status:O-00000-00009").words).toContain("Je ne trouve pas cette commande");
  });
});

test("a link to a product shows it, and the order remembers where its shopper came from", () => {
  const visit = new Visit().does({ kind: "referral", ref: "mist", source: "SHORTLINK" });
  expect(visit.words).toContain("Tasse Brume bleue");
  visit.taps("add:mist").taps("deliver:home").tapsLabel("Commander et payer");
  expect(visit.placed.source).toEqual({ kind: "SHORTLINK", ref: "mist" });
});

test("a link to a product in a new thread greets once, then shows the product", () => {
  const visit = new Visit().does({ kind: "referral", ref: "mist", source: "SHORTLINK", followed: true });
  expect(visit.speeches).toEqual([]);
  visit.taps("start");
  expect(visit.words.match(/assistant automatique/g)).toHaveLength(1);
  expect(visit.words).toContain("Tasse Brume bleue");
  expect(visit.taps("start").words).not.toContain("Tasse Brume bleue");
});

test("words that come with a link are answered, and the link's product is not shown later", () => {
  const visit = new Visit().does({ kind: "referral", ref: "mist", source: "SHORTLINK", followed: true });
  expect(visit.says("mon panier").words).toContain("Votre panier est vide");
  expect(visit.taps("start").words).not.toContain("Tasse Brume bleue");
});

test("a former price stands beside the sale price", () => {
  expect(new Visit().taps("browse:lamps").words).toContain("74,00 € TTC au lieu de 89,00 €");
});

test("a sold-out product is shown without a buy button", () => {
  const visit = new Visit().taps("product:dawn");
  expect(visit.words).toContain("épuisé");
  expect(labels(visit)).not.toContain("Ajouter au panier");
});

test("news of an order to somebody not seen for long say first who writes", () => {
  const { order } = visitAwaitingPayment();
  const visit = new Visit().hearsFact(aFact("paid", 2, { ...order, status: "to-ship", paymentStatus: "paid" }));
  expect(visit.speeches[0]).toMatchObject({ text: expect.stringContaining("assistant automatique") as string });
  expect(visit.words).toContain("paiement reçu");
});
