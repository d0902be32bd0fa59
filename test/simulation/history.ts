/** One history of the shop from its seed: played to its end, and judged. */
import { after, days, minutes } from "#core/values/instant.ts";
import { type Figures, figuresOf } from "./figures.ts";
import { holdsInTheEnd, holdsNow } from "./invariants.ts";
import { Merchant } from "./merchant.ts";
import { type Kept, planOf } from "./plan.ts";
import { Shopper } from "./shopper.ts";
import { SimulatedShop, type Variant } from "./simulated-shop.ts";
import { opening, World } from "./world.ts";

export interface History {
  readonly seed: number;
  /** What does not hold, in the order in which it was noticed; empty for a good history. */
  readonly violations: readonly string[];
  readonly steps: readonly number[];
  readonly outages: readonly number[];
  readonly accidents: readonly string[];
  readonly figures: Figures;
}

export interface HistoryOptions {
  readonly kept?: Kept;
  readonly variant?: Variant;
  /** Filled with what happened, if it is given. */
  readonly story?: string[];
}

/** How long after everybody has gone the shop may still have something to do. */
const patience = days(5);

/** Plays a seed; the same seed and what is kept of it play the same history. */
export async function playHistory(seed: number, options: HistoryOptions = {}): Promise<History> {
  const plan = planOf(seed, options.kept);
  const world = new World(plan, options.story);
  const shop = new SimulatedShop(world, options.variant);
  shop.tables.onWrite = () => holdsNow(shop);
  const shoppers = Array.from({ length: plan.shoppers }, (_, index) => new Shopper(shop, index));
  const merchant = new Merchant(shop);
  for (const step of plan.steps) {
    const actor = step.shopper === undefined ? merchant : shoppers[step.shopper];
    world.time.in(step.at, () => actor?.act(step));
  }
  for (const { service, from, until } of plan.outages) {
    world.time.in(from, () => world.tell(() => `${service} is out until ${Math.round((until - from) / 1000)} s later`));
  }
  if (world.chance("redrive") < 0.5) world.time.in(plan.end + minutes(500), () => redrive(shop));
  sweepEveryQuarter(shop);
  await world.time.run(after(opening, plan.end + patience));
  holdsInTheEnd(shop);
  return {
    seed,
    violations: world.violations,
    steps: plan.steps.map((step) => step.number),
    outages: plan.outages.map((outage) => outage.number),
    accidents: world.accidents,
    figures: figuresOf(shop),
  };
}

function redrive({ conversationQueue, paymentsQueue }: SimulatedShop): void {
  conversationQueue.redrive();
  paymentsQueue.redrive();
}

/** Sends the sweeps of every quarter of an hour; those that would find nothing are left out, to save time. */
function sweepEveryQuarter(shop: SimulatedShop): void {
  const { world, tables } = shop;
  const next = (): void => {
    if ([...tables.orders.values()].some((order) => order.status === "awaiting-payment")) shop.sweep();
    world.time.in(minutes(15), next);
  };
  world.time.in(minutes(15), next);
}
