/** The world between the stages: calls that take time and go wrong as the plan has it, and processes that die. */
import { type Instant, instant } from "#core/values/instant.ts";
import { WorldFailure } from "#ports/failures.ts";
import type { Accident, Place, Plan, Service } from "./plan.ts";
import { chance } from "./random.ts";
import { Timeline } from "./timeline.ts";

/** One invocation of a function: what it called ends with it. */
export class Task {
  isDead = false;
  /** It died, or could not save a session: what it had said may be said again. */
  isForgetful = false;
  readonly name: string;
  readonly die: () => void;

  constructor(name: string, die: (task: Task) => void) {
    this.name = name;
    this.die = () => die(this);
  }

  /** What it works on, without the number of the try. */
  get occasion(): string {
    return this.name.split(",", 1)[0] ?? this.name;
  }

  saveFailed(): void {
    this.isForgetful = true;
  }
}

/** 22 November 2026, 9:00 UTC. */
export const opening: Instant = instant(Date.UTC(2026, 10, 22, 9));

/** What a client of ours waits for an answer, milliseconds. */
const patience = 6000;

export class World {
  readonly plan: Plan;
  readonly time = new Timeline(opening);
  /** Accidents that happened, as `<place>:<nth>`. */
  readonly accidents: string[] = [];
  readonly violations: string[] = [];
  calls = 0;
  readonly #story: string[] | undefined;
  readonly #counts = new Map<Place, number>();

  constructor(plan: Plan, story?: string[]) {
    this.plan = plan;
    this.#story = story;
  }

  get now(): Instant {
    return this.time.now;
  }

  /** Whether somebody wants to read the story: then it is worth putting into words. */
  get isTold(): boolean {
    return this.#story !== undefined;
  }

  tell(sentence: () => string): void {
    this.#story?.push(`${clockOf(this.now - opening)}  ${sentence()}`);
  }

  /** A law is broken; the same breach is noted once. */
  breach(what: string): void {
    if (this.violations.includes(what)) return;
    this.violations.push(what);
    this.tell(() => `!! ${what}`);
  }

  /** Runs a function of ours until it ends, dies, or is killed after `limit` milliseconds. */
  start<Result>(
    name: string,
    limit: number,
    work: (task: Task) => Promise<Result>,
    then: (end: { readonly result?: Result; readonly died: boolean }) => void,
  ): void {
    let isOver = false;
    const end = (outcome: { readonly result?: Result; readonly died: boolean }): void => {
      if (isOver) return;
      isOver = true;
      then(outcome);
    };
    const task = new Task(name, (task) => {
      task.isDead = true;
      task.isForgetful = true;
      end({ died: true });
    });
    this.time.in(limit, () => {
      if (isOver) return;
      this.tell(() => `${name} is killed: its time is over`);
      task.die();
    });
    this.time.wake();
    work(task).then(
      (result) => task.isDead || end({ result, died: false }),
      (error: unknown) => {
        if (task.isDead) return;
        this.breach(`${name} throws ${error instanceof Error ? `${error.name}: ${error.message}` : "something"}`);
        end({ died: true });
      },
    );
  }

  /** The accident of this place's next occasion, noted where there is one. */
  accidentAt(place: Place): Accident | undefined {
    const nth = (this.#counts.get(place) ?? 0) + 1;
    this.#counts.set(place, nth);
    const accident = this.plan.accident(place, nth);
    if (accident) this.accidents.push(`${place}:${nth}`);
    return accident;
  }

  isOut(service: Service): boolean {
    const at = this.now - opening;
    return this.plan.outages.some((outage) => outage.service === service && outage.from <= at && at < outage.until);
  }

  /** A number from 0 to below 1 for this occasion. */
  chance(occasion: string): number {
    return chance(this.plan.seed, occasion);
  }

  /** Calls a service: the effect happens at its end of the line, the answer arrives here, or neither, or only one. */
  call<Answer>(task: Task, service: Service, what: string, effect: () => Answer | Promise<Answer>): Promise<Answer> {
    if (task.isDead) return new Promise(() => undefined);
    this.calls += 1;
    const accident = this.accidentAt(service);
    const delay = 3 + 60 * this.chance(`${service} ${this.calls}`) ** 3;
    return new Promise((resolve, reject) => {
      const fail = (why: string, after: number): void => {
        this.time.in(after, () => {
          if (task.isDead) return;
          this.time.wake();
          reject(new WorldFailure(`${service}: ${what}: ${why}`));
        });
      };
      const happen = (): Answer | Promise<Answer> | undefined => {
        this.time.wake();
        try {
          return effect();
        } catch (error) {
          return Promise.reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      const unheard = (): void => {
        void Promise.resolve(happen()).catch(() => undefined);
      };
      if (this.isOut(service)) {
        this.tell(() => `${task.name}: ${what}: ${service} is out`);
        return fail("out", delay * 40);
      }
      if (accident) this.tell(() => `${task.name}: ${what}: accident at ${service}: ${accident}`);
      if (accident === "refused") return fail("refused", delay);
      if (accident === "unknown" || accident === "late") {
        const arrival = accident === "late" ? patience + 30_000 * this.chance(`late ${this.calls}`) : delay;
        this.time.in(arrival, unheard);
        return fail("no answer", patience);
      }
      if (accident === "dies before") return task.die();
      if (accident === "dies after") {
        return this.time.in(delay, () => {
          unheard();
          task.die();
        });
      }
      this.time.in(accident === "slow" ? patience / 2 : delay, () => {
        const answer = happen();
        this.time.in(delay, () => {
          if (task.isDead) return void Promise.resolve(answer).catch(() => undefined);
          this.time.wake();
          resolve(answer as Answer | Promise<Answer>);
        });
        if (answer instanceof Promise) answer.catch(() => undefined);
      });
    });
  }
}

/** `1d 02:03:04.567` since the shop opened. */
function clockOf(milliseconds: number): string {
  const day = Math.floor(milliseconds / 86_400_000);
  const clock = new Date(milliseconds % 86_400_000).toISOString().slice(11, 23);
  return day > 0 ? `${day}d ${clock}` : clock;
}
