/** A shopper's thread in Messenger: what was said there, and what can be tapped in it. */
import type { Speech } from "#core/conversation/speech.ts";
import type { EffectId } from "#core/values/ids.ts";
import type { Said } from "#ports/messenger.ts";
import type { Accident } from "./plan.ts";
import type { Task } from "./world.ts";

export interface Utterance {
  readonly id: EffectId;
  readonly speech: Speech;
  readonly words: string;
}

/** One call to say something, as far as it has come. */
export interface Sending {
  readonly id: EffectId;
  readonly by: Task;
  isSaid: boolean;
  isAnswered: boolean;
  /** The session was saved without it. */
  isCrossedOff: boolean;
}

export interface Touch {
  readonly kind: "tap" | "open";
  readonly target: string;
}

export class Thread {
  readonly said: Utterance[] = [];
  /** What could not be said, and why. */
  readonly unsaid = new Map<EffectId, Accident>();
  readonly sendings: Sending[] = [];
  readonly #receipts = new Set<string>();

  /** Notes that something is about to be said. */
  begin(id: EffectId, by: Task): Sending {
    const sending = { id, by, isSaid: false, isAnswered: false, isCrossedOff: false };
    this.sendings.push(sending);
    return sending;
  }

  /**
   * Whether saying this again is needless: it was said, the answer came, and it was crossed off, or could have been. Only
   * where the answer or the crossing off was lost may it come again. That something takes long may be said of each message
   * of the queue, also when the same words come a second time.
   */
  isNeedless(id: EffectId, by: Task): boolean {
    const isDelay = id.includes(":delay:");
    return this.sendings.some(
      (each) =>
        each.id === id &&
        (!isDelay || each.by.occasion === by.occasion) &&
        each.isSaid &&
        each.isAnswered &&
        (each.isCrossedOff || !each.by.isForgetful),
    );
  }

  /** A session is saved: what its saver said and does not keep for later is crossed off. */
  crossOff(by: Task, left: ReadonlySet<EffectId>): void {
    for (const sending of this.sendings) {
      if (sending.by === by && sending.isAnswered && !left.has(sending.id)) sending.isCrossedOff = true;
    }
  }

  /** Takes what the shop says; a receipt's number is taken once. */
  say(speech: Speech, id: EffectId): Said {
    if (speech.kind === "receipt") {
      if (this.#receipts.has(speech.orderNumber)) return { outcome: "said" };
      this.#receipts.add(speech.orderNumber);
    }
    this.said.push({ id, speech, words: wordsOf(speech) });
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

/** What can be tapped in it. */
export function touchesOf({ speech }: Utterance): readonly Touch[] {
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
