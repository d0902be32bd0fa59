/** A FIFO queue with its dead letters: groups, a window of forgotten ids, visibility, receive counts. */
import type { Instant } from "#core/values/instant.ts";
import type { World } from "./world.ts";

export interface Letter {
  readonly messageId: string;
  readonly group: string;
  readonly body: string;
  readonly sentAt: Instant;
  receives: number;
  visibleAt: number;
}

/** How an invocation of the worker ended; a message that is not done comes back after its visibility. */
export type Worked = (letter: Letter, over: (isDone: boolean) => void) => void;

/** As `lib/parts/work-queue.ts` has it, milliseconds. */
const visibility = 180_000;
const dedupWindow = 300_000;
const mostWorkers = 5;

export class FifoQueue {
  readonly deadLetters: Letter[] = [];
  readonly #world: World;
  readonly #name: string;
  readonly #maxReceiveCount: number;
  readonly #groups = new Map<string, Letter[]>();
  readonly #busy = new Set<string>();
  readonly #seen = new Map<string, number>();
  #work: Worked = () => undefined;
  #messages = 0;

  constructor(world: World, name: string, maxReceiveCount: number) {
    this.#world = world;
    this.#name = name;
    this.#maxReceiveCount = maxReceiveCount;
  }

  feed(work: Worked): void {
    this.#work = work;
  }

  /** Puts a message on the queue, unless its id was there within five minutes. */
  send(group: string, id: string, body: string): void {
    const { now } = this.#world;
    const seen = this.#seen.get(id);
    if (seen !== undefined && seen + dedupWindow > now) return;
    this.#seen.set(id, now);
    this.#messages += 1;
    const messageId = `${this.#name} ${this.#messages}`;
    const waiting = this.#groups.get(group) ?? [];
    waiting.push({ messageId, group, body, sentAt: now, receives: 0, visibleAt: now });
    this.#groups.set(group, waiting);
    this.#lookIn(20 + 80 * this.#world.chance(messageId));
  }

  /** All that wait, whether handed out or not. */
  get waiting(): readonly Letter[] {
    return [...this.#groups.values()].flat();
  }

  find(messageId: string): Letter | undefined {
    return this.waiting.find((letter) => letter.messageId === messageId);
  }

  /** Somebody brings the dead letters back, as new messages: under ids of their own, received never before. */
  redrive(): void {
    for (const letter of this.deadLetters.splice(0)) {
      this.#world.tell(() => `${letter.messageId} is brought back`);
      this.send(letter.group, `redrive ${letter.messageId}`, letter.body);
    }
  }

  /** Lets a message be handed out again after so long; a handle of an earlier receipt does nothing. */
  hide(messageId: string, receipt: number, milliseconds: number): void {
    const letter = this.find(messageId);
    if (!letter || letter.receives !== receipt || letter.visibleAt <= this.#world.now) return;
    letter.visibleAt = this.#world.now + milliseconds;
    this.#lookIn(milliseconds);
  }

  #lookIn(milliseconds: number): void {
    this.#world.time.in(milliseconds, () => this.#handOut());
  }

  #handOut(): void {
    for (const [group, [letter]] of this.#groups) {
      if (this.#busy.size >= mostWorkers) return;
      if (!letter || this.#busy.has(group) || letter.visibleAt > this.#world.now) continue;
      if (letter.receives >= this.#maxReceiveCount) {
        this.#world.tell(() => `${this.#name}: a message is a dead letter: ${letter.body.slice(0, 120)}`);
        this.deadLetters.push(letter);
        this.#remove(letter);
        this.#lookIn(1);
        continue;
      }
      letter.receives += 1;
      letter.visibleAt = this.#world.now + visibility;
      this.#busy.add(group);
      this.#work(letter, (isDone) => this.#workedOn(letter, isDone));
    }
  }

  #workedOn(letter: Letter, isDone: boolean): void {
    if (isDone && this.#world.accidentAt("deletion") === undefined) this.#remove(letter);
    else if (isDone) this.#world.tell(() => `${this.#name}: a message is done and not deleted`);
    this.#busy.delete(letter.group);
    this.#lookIn(letter.visibleAt - this.#world.now);
    this.#lookIn(5);
  }

  #remove(letter: Letter): void {
    const left = (this.#groups.get(letter.group) ?? []).filter((each) => each !== letter);
    if (left.length > 0) this.#groups.set(letter.group, left);
    else this.#groups.delete(letter.group);
  }
}
