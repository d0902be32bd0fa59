/** The first words, thanks, help, a person, the language: manners, each with ways on. */
import { findProduct } from "../catalogue/catalogue.ts";
import { cut } from "../values/cut.ts";
import { showProduct } from "./browsing.ts";
import { payload } from "./buttons.ts";
import type { Intent } from "./intent.ts";
import type { ConversationState } from "./state.ts";
import { answer, type Decision, type Turn, withState } from "./turn.ts";
import { categoriesToChoose, waysElsewhere, waysOn, waysOnWithLanguage } from "./ways-on.ts";

/** Whose assistant this is, and what can be done here; shorter for somebody who knows. */
export function welcome(turn: Turn): Decision {
  const { name, person } = turn.shop.settings.seller;
  const text = turn.state.met
    ? turn.say("welcome.back", { shop: name })
    : turn.say("welcome.text", { shop: name, person: person.name, hours: person.hours[turn.locale] });
  const { landing, ...rest } = turn.state;
  const state = { ...rest, met: true };
  if (landing !== undefined) {
    const shown = showProduct(withState(turn, state), { kind: "product", id: landing, page: 1 });
    return { ...shown, effects: [{ kind: "say", speech: { kind: "text", text } }, ...shown.effects] };
  }
  return answer(state, { kind: "text", text, choices: waysOnWithLanguage(turn, ...categoriesToChoose(turn)) });
}

/** A link or an ad led here: to a product where it names one. */
export function followReferral(turn: Turn, intent: Intent<"referral">): Decision {
  const state = { ...turn.state, source: sourceOf(intent) };
  const product = intent.ref === undefined ? undefined : findProduct(turn.shop.catalogue, intent.ref);
  // The greeting or the words that came along are the next input: they are answered, not this.
  if (intent.followed) return { state: product ? { ...state, landing: product.id } : state, effects: [] };
  const next = withState(turn, state);
  return product ? showProduct(next, { kind: "product", id: product.id, page: 1 }) : welcome(next);
}

export const help = (turn: Turn): Decision =>
  answer(turn.state, {
    kind: "text",
    text: turn.say("help.text", { shop: turn.shop.settings.seller.name }),
    choices: waysOnWithLanguage(turn, ...categoriesToChoose(turn)),
  });

export const thank = (turn: Turn): Decision =>
  answer(turn.state, { kind: "text", text: turn.say("thanks.text"), choices: waysOn(turn) });

/** Who answers in person, when, and how else to reach the shop. */
export function showPerson(turn: Turn): Decision {
  const { person, email, phone } = turn.shop.settings.seller;
  const text = turn.say("person.text", { person: person.name, hours: person.hours[turn.locale], email, phone });
  return answer(turn.state, { kind: "text", text, choices: waysElsewhere(turn, payload.person) });
}

/** From now on in this language, until the shopper chooses another. */
export function speakLanguage(turn: Turn, intent: Intent<"language">): Decision {
  const next = withState(turn, { ...turn.state, language: { locale: intent.locale, by: "choice" } });
  const choices = waysOnWithLanguage(next, ...categoriesToChoose(next));
  return answer(next.state, { kind: "text", text: next.say("language.text"), choices });
}

function sourceOf(intent: Intent<"referral">): NonNullable<ConversationState["source"]> {
  return {
    kind: cut(intent.source ?? "link", 40),
    ...(intent.ref !== undefined && { ref: cut(intent.ref, 200) }),
    ...(intent.adId !== undefined && { adId: cut(intent.adId, 60) }),
  };
}
