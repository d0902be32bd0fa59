/** The same speech in the plainest form there is, for a channel that refused the richer one. */
import { limits, shorten } from "./limits.ts";
import type { Button, Choice, Speech, TextSpeech } from "./speech.ts";

/** Words, links written out, and the buttons as choices. */
export function plainly(speech: Speech): TextSpeech {
  switch (speech.kind) {
    case "text":
      return { kind: "text", text: shorten(speech.text, 500) };
    case "buttons":
      return withChoices([speech.text, ...linksOf(speech.buttons)], tapsOf(speech.buttons));
    case "cards":
      return withChoices(
        speech.cards.map((card) => [card.title, card.subtitle].filter(Boolean).join(" · ")),
        speech.cards.flatMap((card) =>
          tapsOf(card.buttons)
            .slice(0, 1)
            .map((choice) => ({ ...choice, label: card.title })),
        ),
      );
    case "receipt":
      return { kind: "text", text: shorten(`${speech.merchantName} · ${speech.orderNumber}`, limits.text) };
  }
}

function withChoices(lines: readonly string[], choices: readonly Choice[]): TextSpeech {
  const text = shorten(lines.join("\n"), limits.text);
  const fitting = choices
    .slice(0, limits.choices)
    .map((each) => ({ ...each, label: shorten(each.label, limits.label) }));
  return fitting.length > 0 ? { kind: "text", text, choices: fitting } : { kind: "text", text };
}

const linksOf = (buttons: readonly Button[]): readonly string[] =>
  buttons.flatMap((button) => (button.kind === "open" ? [`${button.label} : ${button.url}`] : []));

const tapsOf = (buttons: readonly Button[]): readonly Choice[] =>
  buttons.flatMap((button) => (button.kind === "tap" ? [{ label: button.label, payload: button.payload }] : []));
