/** A shopper's thread in Messenger: what was said there, and what can be tapped in it. */
import type { Speech } from "#core/conversation/speech.ts";
import type { EffectId } from "#core/values/ids.ts";
import type { Said } from "#ports/messenger.ts";
import type { Accident } from "./plan.ts";
import type { Task } from "./world.ts";

export interface Utterance {
  readonly id: EffectId;
  readonly speech: Speech;
  readonly by: Task;
  readonly words: string;
}

export interface Touch {
  readonly kind: "tap" | "open";
  readonly target: string;
}

export class Thread {
  readonly said: Utterance[] = [];
  /** What could not be said, and why. */
  readonly unsaid = new Map<EffectId, Accident>();
  readonly #receipts = new Set<string>();

  /** Takes what the shop says; a receipt's number is taken once. */
  say(speech: Speech, id: EffectId, by: Task): Said {
    if (speech.kind === "receipt") {
      if (this.#receipts.has(speech.orderNumber)) return { outcome: "said" };
      this.#receipts.add(speech.orderNumber);
    }
    this.said.push({ id, speech, by, words: wordsOf(speech) });
    return { outcome: "said" };
  }

  /** The buttons of the last messages, newest first. */
  touches(last: number): readonly Touch[] {
    return this.said.slice(-last).toReversed().flatMap(touchesOf);
  }
}

/** What it says, in short, for a story. */
export function wordsOf(speech: Speech): string {
  switch (speech.kind) {
    case "cards":
      return speech.cards.map((card) => card.title).join(" | ");
    case "receipt":
      return `receipt ${speech.orderNumber}`;
    case "text":
    case "buttons":
      return speech.text;
  }
}

function touchesOf({ speech }: Utterance): readonly Touch[] {
  if (speech.kind === "receipt") return [];
  const buttons =
    speech.kind === "cards"
      ? speech.cards.flatMap((card) => card.buttons)
      : speech.kind === "buttons"
        ? speech.buttons
        : [];
  return [
    ...buttons.map(
      (button): Touch =>
        button.kind === "tap" ? { kind: "tap", target: button.payload } : { kind: "open", target: button.url },
    ),
    ...(speech.choices ?? []).map((choice): Touch => ({ kind: "tap", target: choice.payload })),
  ];
}
