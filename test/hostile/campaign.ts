/** Sends many hostile requests and answers, checks each outcome and its time, and reports memory and speed. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { answerTrials } from "./answer-trials.ts";
import { Dice } from "./dice.ts";
import { intakeTrials } from "./intake-trials.ts";
import type { Trial } from "./trial.ts";
import { webTrials } from "./web-trials.ts";

export interface Campaign {
  readonly bodies: number;
  readonly seed: number;
  /** Called about a hundred times. */
  readonly onProgress?: (done: number) => void;
}

export interface Report {
  readonly bodies: number;
  readonly seconds: number;
  /** How often each status was answered, or each end reached, by target. */
  readonly answers: Readonly<Record<string, number>>;
  readonly queued: number;
  /** The longest single request in milliseconds, and how much was read in it. */
  readonly slowest: { readonly milliseconds: number; readonly bytes: number; readonly target: string };
  /** Used memory after collection, megabytes: at a tenth of the run, and at the end. */
  readonly memory: { readonly early: number; readonly late: number };
  /** Empty when all went well; each with the number of the request. */
  readonly faults: readonly string[];
}

/** A body may take this long, whatever it holds, and this many times what plain JSON.parse takes for as many bytes. */
const patience = { milliseconds: 5, timesParse: 60 };

/** Runs a campaign; the same seed asks the same. */
export async function campaign({ bodies, seed, onProgress }: Campaign): Promise<Report> {
  const intake = intakeTrials();
  const web = webTrials();
  const given = answerTrials();
  const perByte = parseCost();
  const untouched = prototypes();
  const faults: string[] = [];
  const answers = new Map<string, number>();
  let slowest = { milliseconds: 0, bytes: 0, target: "" };
  let early = 0;
  const makers = [
    intake.messenger,
    intake.messenger,
    intake.stripe,
    intake.stripe,
    web.pay,
    web.storefront,
    given.graph,
    given.stripe,
  ] as const;
  const onRejection = (reason: unknown): void => void faults.push(`unhandled rejection: ${String(reason)}`);
  process.on("unhandledRejection", onRejection);
  const started = performance.now();
  for (let number = 0; number < bodies; number += 1) {
    // Each request has dice of its own, so that one of them can be asked again alone.
    const make = (): Trial => {
      const dice = new Dice(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number, 0x85ebca6b));
      return dice.pick(makers)(dice);
    };
    const judged = await judge(make, perByte);
    if (judged.fault !== undefined) faults.push(`request ${number}: ${judged.fault}`);
    const { trial, milliseconds, answer } = judged;
    answers.set(answer, (answers.get(answer) ?? 0) + 1);
    if (milliseconds > slowest.milliseconds) slowest = { milliseconds, bytes: trial.bytes, target: trial.target };
    if (number % 1000 === 0 && prototypes() !== untouched)
      faults.push(`before request ${number}: a prototype was changed`);
    if (number === Math.floor(bodies / 10)) early = memoryUsed();
    if (onProgress && number % Math.ceil(bodies / 100) === 0) onProgress(number);
    if (faults.length >= 20) break;
  }
  const seconds = (performance.now() - started) / 1000;
  // Rejections that nobody handles are told after the work that made them.
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", onRejection);
  if (prototypes() !== untouched) faults.push("at the end: a prototype was changed");
  const sorted = [...answers].toSorted(([one], [other]) => one.localeCompare(other));
  const memory = { early, late: memoryUsed() };
  return { bodies, seconds, answers: Object.fromEntries(sorted), queued: intake.queued(), slowest, memory, faults };
}

interface Judged {
  readonly trial: Trial;
  readonly milliseconds: number;
  readonly answer: string;
  readonly fault?: string;
}

async function judge(make: () => Trial, perByte: number): Promise<Judged> {
  const trial = make();
  const first = await timed(trial);
  const answer = `${trial.target} ${first.status}`;
  const { milliseconds } = first;
  if (first.fault !== undefined) return { trial, milliseconds, answer, fault: `${first.fault}: ${trial.about}` };
  const boundAt = (cost: number): number => patience.milliseconds + patience.timesParse * cost * trial.bytes;
  let bound = boundAt(perByte);
  if (trial.waits === true || milliseconds <= bound) return { trial, milliseconds, answer };
  // The machine may be busy with something else: only what is slow every time is slow.
  let least = milliseconds;
  for (let again = 0; again < 25 && least > bound; again += 1) {
    least = Math.min(least, (await timed(make())).milliseconds);
    bound = Math.max(bound, boundAt(parseCost(1)));
  }
  const fault = `${least.toFixed(1)} ms for ${trial.bytes} bytes: ${trial.about}`;
  return { trial, milliseconds: least, answer, ...(least > bound && { fault }) };
}

async function timed(trial: Trial): Promise<{ milliseconds: number; status: string; fault?: string }> {
  const started = performance.now();
  try {
    const { statusCode = 0 } = await trial.ask();
    const milliseconds = performance.now() - started;
    if (trial.allowed.includes(statusCode)) return { milliseconds, status: String(statusCode) };
    const fault = `${trial.target} came to ${statusCode} instead of ${trial.allowed.join(" or ")}`;
    return { milliseconds, status: String(statusCode), fault };
  } catch (error) {
    return { milliseconds: 0, status: "thrown", fault: `${trial.target} threw ${String(error)}` };
  }
}

/** Milliseconds that JSON.parse takes per byte of an ordinary delivery, on this machine, now. */
function parseCost(times = 10): number {
  const entry = {
    sender: { id: "1" },
    timestamp: 1763000000000,
    message: { mid: "m_1", text: "Bonjour", attachments: [] },
  };
  const text = JSON.stringify(Array.from({ length: 5000 }, () => entry));
  let least = Number.POSITIVE_INFINITY;
  for (let time = 0; time < times; time += 1) {
    const started = performance.now();
    JSON.parse(text);
    least = Math.min(least, performance.now() - started);
  }
  return least / text.length;
}

/** The properties of the built-in prototypes, as one text. */
const prototypes = (): string =>
  [Object, Array, String, Number, Function, Map, Promise]
    .map((each) =>
      Reflect.ownKeys(each.prototype as object)
        .map(String)
        .join(),
    )
    .join(";");

/** Megabytes in use after everything unused is collected. */
function memoryUsed(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  return process.memoryUsage().heapUsed / 1024 ** 2;
}
