/** Time that passes only from one event to the next: what is due first happens first, what is due together in order. */
import { after, type Instant } from "#core/values/instant.ts";

interface Due {
  readonly at: number;
  readonly order: number;
  readonly happen: () => void;
}

export class Timeline {
  now: Instant;
  #order = 0;
  readonly #heap: Due[] = [];
  #isWoken = false;

  constructor(start: Instant) {
    this.now = start;
  }

  /** Lets something happen after so many milliseconds. */
  in(milliseconds: number, happen: () => void): void {
    this.#order += 1;
    push(this.#heap, { at: this.now + Math.max(0, Math.round(milliseconds)), order: this.#order, happen });
  }

  /** Says that what happened lets a piece of work go on: it runs until it waits again before the next event. */
  wake(): void {
    this.#isWoken = true;
  }

  /** Runs until nothing is due any more, or until this time. */
  run(until: Instant): Promise<void> {
    return new Promise((resolve, reject) => {
      const goOn = (): void => {
        try {
          this.#isWoken = false;
          while (!this.#isWoken) {
            const due = pop(this.#heap);
            // Whoever waits for the end gives others a turn: until then nothing outside this history happens.
            if (!due || due.at > until) return void setImmediate(resolve);
            this.now = after(this.now, due.at - this.now);
            due.happen();
          }
          // A tick asked for between promises has its turn when all of them, and what follows from them, have had theirs:
          // what was woken has come to its next wait.
          queueMicrotask(() => process.nextTick(goOn));
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      goOn();
    });
  }
}

const isBefore = (one: Due, other: Due): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);

function push(heap: Due[], due: Due): void {
  let index = heap.length;
  heap.push(due);
  while (index > 0) {
    const above = (index - 1) >> 1;
    const parent = heap[above];
    if (!parent || isBefore(parent, due)) break;
    heap[index] = parent;
    index = above;
  }
  heap[index] = due;
}

function pop(heap: Due[]): Due | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (!first || !last || heap.length === 0) return first;
  let index = 0;
  for (;;) {
    let below = index * 2 + 1;
    const [left, right] = [heap[below], heap[below + 1]];
    if (left && right && isBefore(right, left)) below += 1;
    const child = heap[below];
    if (!child || isBefore(last, child)) break;
    heap[index] = child;
    index = below;
  }
  heap[index] = last;
  return first;
}
