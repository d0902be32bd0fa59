/** What a seed means: who does what and when, which services fail for how long, and which calls meet with an accident. */
import { minutes } from "#core/values/instant.ts";
import { chance, Random } from "./random.ts";

export const services = [
  "sessions",
  "orders",
  "stock",
  "stripe",
  "graph",
  "conversation queue",
  "payments queue",
] as const;
export type Service = (typeof services)[number];

/**
 * Where accidents happen: at calls of a service, at webhooks on their way, when a done message is to be deleted, with a
 * shopper who cannot be told something now, and on a payment page that was closed while somebody was paying.
 */
export type Place = Service | "messenger webhook" | "stripe webhook" | "deletion" | "recipient" | "closed page";

/**
 * `refused`: an error, nothing done. `unknown`: done, and the answer lost. `late`: given up, and done later. `slow`: waits.
 * `dies before`, `dies after`: the process is killed around the effect. `lost`, `doubled`, `delayed`, `replayed`
 * (days later): of a webhook; a deletion is only lost. `unreachable`, `not accepted`: of what is said. `paid`: a page that
 * Stripe has called expired takes the payment after all.
 */
export type Accident =
  | "refused"
  | "unknown"
  | "late"
  | "slow"
  | "dies before"
  | "dies after"
  | "lost"
  | "doubled"
  | "delayed"
  | "replayed"
  | "unreachable"
  | "not accepted"
  | "paid";

export const acts = [
  "forward",
  "words",
  "old",
  "twice",
  "look",
  "pay",
  "decline",
  "slowly",
  "hesitate",
  "close",
  "wait",
  "recount",
  "reprice",
] as const;
export type Act = (typeof acts)[number];

export interface Step {
  readonly number: number;
  /** Milliseconds after the shop opened. */
  readonly at: number;
  /** Who does it; the merchant's own steps belong to nobody. */
  readonly shopper: number | undefined;
  readonly act: Act;
  /** From 0 to below 1: which button, which words. */
  readonly pick: number;
}

export interface Outage {
  readonly number: number;
  readonly service: Service;
  readonly from: number;
  readonly until: number;
}

export interface Plan {
  readonly seed: number;
  readonly shoppers: number;
  /** Pieces of the one article that is counted. */
  readonly pieces: number;
  readonly steps: readonly Step[];
  readonly outages: readonly Outage[];
  /** The accident of the nth call at a place, if any. */
  readonly accident: (place: Place, nth: number) => Accident | undefined;
  /** After this nobody does anything any more, and every service answers. */
  readonly end: number;
}

/** What is left of a plan while it is made smaller; everything where it is undefined. */
export interface Kept {
  readonly steps?: ReadonlySet<number>;
  readonly outages?: ReadonlySet<number>;
  /** `<place>:<nth>`. */
  readonly accidents?: ReadonlySet<string>;
}

/** The plan of a seed, or the part of it that is kept. */
export function planOf(seed: number, kept: Kept = {}): Plan {
  const random = new Random(seed);
  const rate = random.one([0, 0.004, 0.004, 0.012, 0.012, 0.012, 0.03, 0.03, 0.08, 0.25]);
  const shoppers = random.between(1, 4);
  const pieces = random.one([1, 1, 1, 2, 3]);
  const steps = stepsOf(random, shoppers);
  const last = Math.max(...steps.map((step) => step.at));
  const outages = outagesOf(random, last);
  return {
    seed,
    shoppers,
    pieces,
    steps: steps.filter((step) => kept.steps?.has(step.number) ?? true),
    outages: outages.filter((outage) => kept.outages?.has(outage.number) ?? true),
    accident(place, nth) {
      if (rate === 0) return undefined;
      const key = `${place}:${nth}`;
      const isKept = kept.accidents?.has(key) ?? true;
      return isKept && chance(seed, key) < rate * (frequencies[place] ?? 1) ? accidentAt(seed, place, key) : undefined;
    },
    end: Math.max(last, ...outages.map((outage) => outage.until)),
  };
}

/** Most shoppers go on towards an order; some talk, tap old buttons, and come back much later. */
const likely: readonly [Act, ...Act[]] = [
  "forward",
  ...Array.from({ length: 16 }, (): Act => "forward"),
  ...Array.from({ length: 5 }, (): Act => "look"),
  ...Array.from({ length: 6 }, (): Act => "pay"),
  ...Array.from({ length: 3 }, (): Act => "words"),
  ...Array.from({ length: 3 }, (): Act => "old"),
  "twice",
  "hesitate",
  "hesitate",
  "decline",
  "decline",
  "slowly",
  "slowly",
  "close",
  "wait",
];

function stepsOf(random: Random, shoppers: number): readonly Step[] {
  const steps: Omit<Step, "number">[] = [];
  // In a rush all come together for the same pieces.
  const isRush = random.next() < 0.35;
  for (let shopper = 0; shopper < shoppers; shopper += 1) {
    let at = isRush ? 0 : random.between(0, 60_000);
    const isTalkative = random.next() < 0.03;
    const count = isTalkative ? random.between(70, 110) : random.between(4, 28);
    for (let step = 0; step < count; step += 1) {
      const isRushing = isRush && step < 7;
      const act = step === 0 || isRushing ? "forward" : random.one(likely);
      steps.push({
        at: at + (isRushing ? random.between(0, 150) : 0),
        shopper,
        act,
        pick: isRushing ? 0 : random.next(),
      });
      at += isRushing ? 4000 : pauseOf(random);
    }
  }
  if (random.next() < 0.3) steps.push(...changeOfMind(random, random.between(0, shoppers - 1), steps));
  return [...steps, ...merchantsSteps(random, steps)]
    .sort((one, other) => one.at - other.at)
    .map((step, number) => ({ ...step, number }));
}

/** Orders, calls the order back from the payment page, and pays on that page when the lamps may have gone. */
function changeOfMind(random: Random, shopper: number, steps: readonly Omit<Step, "number">[]): Omit<Step, "number">[] {
  const own = steps.filter((step) => step.shopper === shopper);
  const start = Math.max(...own.map((step) => step.at)) + random.between(5000, minutes(3));
  const step = (at: number, act: Act, pick = 0): Omit<Step, "number"> => ({ at: start + at, shopper, act, pick });
  const buying = [0, 1, 2, 3, 4].map((nth) => step(nth * 5000, "forward"));
  const paid = minutes(1) + random.between(0, minutes(20));
  const gone = { ...step(paid - random.between(5000, 40_000), "recount"), shopper: undefined };
  return [...buying, step(25_000, "hesitate"), ...(random.next() < 0.5 ? [gone] : []), step(paid, "pay")];
}

/** Close before or after what a shopper does, where it matters. */
function merchantsSteps(random: Random, steps: readonly Omit<Step, "number">[]): Omit<Step, "number">[] {
  return Array.from({ length: Math.max(0, random.between(-1, 4)) }, () => {
    const near = steps[random.between(0, steps.length - 1)]?.at ?? 0;
    return {
      at: Math.max(0, near + random.between(-5000, 20_000)),
      shopper: undefined,
      act: random.one(["recount", "reprice", "reprice"]),
      pick: random.next(),
    };
  });
}

function pauseOf(random: Random): number {
  const kind = random.next();
  if (kind < 0.1) return random.between(50, 800);
  if (kind < 0.75) return random.between(1500, 15_000);
  if (kind < 0.9) return random.between(15_000, 150_000);
  if (kind < 0.98) return random.between(minutes(2), minutes(40));
  return random.between(minutes(40), minutes(600));
}

/** Up to three outages of up to twenty minutes; now and then everything fails together. */
function outagesOf(random: Random, last: number): readonly Outage[] {
  const count = Math.max(0, random.between(-2, 3));
  const outages: Omit<Outage, "number">[] = [];
  for (let outage = 0; outage < count; outage += 1) {
    const from = random.between(0, last);
    const until = from + random.between(2000, minutes(20));
    const hit: readonly Service[] = random.next() < 0.15 ? services : [random.one(services)];
    for (const service of hit) outages.push({ service, from, until });
  }
  return outages.map((outage, number) => ({ ...outage, number }));
}

const frequencies: Partial<Record<Place, number>> = {
  "stripe webhook": 6,
  "messenger webhook": 2,
  deletion: 2,
  recipient: 0.5,
  "closed page": 60,
};

const webhookAccidents: readonly Accident[] = ["lost", "doubled", "delayed", "delayed"];
const deliveryAccidents: readonly Accident[] = ["doubled", "doubled", "delayed", "replayed"];
const refusals: readonly Accident[] = ["unreachable", "not accepted"];
const callAccidents: readonly Accident[] = [
  "refused",
  "refused",
  "unknown",
  "late",
  "slow",
  "dies before",
  "dies after",
];

const possible: Partial<Record<Place, readonly Accident[]>> = {
  "stripe webhook": webhookAccidents,
  "messenger webhook": deliveryAccidents,
  deletion: ["lost"],
  recipient: refusals,
  "closed page": ["paid"],
};

function accidentAt(seed: number, place: Place, key: string): Accident | undefined {
  const accidents = possible[place] ?? callAccidents;
  return accidents[Math.floor(chance(seed, `which ${key}`) * accidents.length)];
}
