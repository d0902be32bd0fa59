/** What a shopper sees before the first word, as Messenger's welcome screen. */
import { byId, element, pressable } from "./element.ts";
import { label } from "./labels.ts";
import { shopFacts } from "./shop-facts.ts";

/** Fills the welcome screen; the returned function shows or hides it. */
export function welcomeScreen(getStarted: () => Promise<void>): (shown: boolean) => void {
  const screen = byId("welcome");
  const button = pressable({ class: "get-started" }, () => {
    button.disabled = true;
    getStarted().catch(() => {
      button.disabled = false;
    });
  });
  button.append(label("getStarted"));
  screen.append(
    element("span", { class: "avatar large", "aria-hidden": "true" }, initial()),
    element("h2", {}, shopFacts.shopName),
    element("p", { class: "welcome-kind" }, label("assistant")),
    element("p", {}, label("welcome")),
    button,
  );
  return (shown) => {
    screen.hidden = !shown;
    if (shown) button.disabled = false;
  };
}

/** The shop's first letter, for its round sign. */
export const initial = (): string =>
  shopFacts.shopName
    .replace(/^(?:atelier|maison|la|le|l'|the)\s+/i, "")
    .charAt(0)
    .toUpperCase();
