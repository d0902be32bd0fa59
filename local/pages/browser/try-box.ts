/** A small box for newcomers: the test cards of the payment page, words to say, and where to look behind the scenes. */
import { element, pressable } from "./element.ts";
import { type Label, label, language } from "./labels.ts";
import { shopFacts } from "./shop-facts.ts";
import { toast } from "./toast.ts";

const cards: readonly (readonly [number: string, does: Label])[] = [
  ["4242 4242 4242 4242", "cardGood"],
  ["4000 0000 0000 0002", "cardDeclined"],
  ["4000 0025 0000 3155", "cardSecure"],
];

const phrases = {
  fr: ["Bonjour", "panier", "mes commandes", "english please", "parler à quelqu'un", "😀"],
  en: ["Hello", "cart", "my orders", "en français", "talk to a person", "😀"],
};

/** The box; `say` puts a phrase into the composer. */
export function tryBox(say: (text: string) => void): HTMLElement {
  const box = element("section", { class: "counter-section try" }, element("h2", {}, label("tryTitle")));
  const list = element("ul", { class: "try-cards" });
  for (const [number, does] of cards) list.append(element("li", {}, copyButton(number), ` ${label(does)}`));
  const words = element("p", { class: "try-words" });
  for (const phrase of phrases[language])
    words.append(pressable({ class: "chip small-chip" }, () => say(phrase), phrase));
  box.append(
    element("p", { class: "small" }, label("tryCards")),
    list,
    element("p", { class: "small" }, label("tryWords")),
    words,
  );
  if (shopFacts.links.length > 0) box.append(behindTheScenes());
  return box;
}

function copyButton(number: string): HTMLElement {
  return pressable(
    { class: "card-number", title: label("copy") },
    () => {
      navigator.clipboard.writeText(number.replaceAll(" ", "")).then(
        () => toast(label("copied"), "done"),
        () => undefined,
      );
    },
    number,
  );
}

function behindTheScenes(): HTMLElement {
  const links = element("p", { class: "small behind" }, `${label("behind")}${label("colon")} `);
  for (const [index, link] of shopFacts.links.entries())
    links.append(
      index > 0 ? " · " : "",
      element("a", { href: link.url, target: "_blank", rel: "noopener" }, link.label),
    );
  return links;
}
