import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type PendingExport, prefixOf, tokenOf } from "#core/exports/progress.ts";
import { after, days, fromIso, type Instant, instant, minutes } from "#core/values/instant.ts";
import { exportIncrement, type IncrementDeps } from "#lambdas/exports/export-increment.ts";
import { WorldFailure } from "#ports/failures.ts";
import type { Ledger } from "#ports/table-exports.ts";

type State = "running" | "complete" | "failed";

/** DynamoDB, the ledger's table and a clock, any of whose calls may fail or be the last of a run. */
class World {
  now: Instant = fromIso("2026-11-22T06:07:00Z");
  ledger: Ledger | undefined;
  /** By their token: how DynamoDB knows them again. */
  readonly exports = new Map<string, { readonly wanted: PendingExport; state: State }>();
  readonly prefixes: string[] = [];
  /** Calls until one fails; and whether it fails after its work. */
  failsIn = Number.POSITIVE_INFINITY;
  failsAfter = false;
  earliest: Instant = instant(0);
  increments: IncrementDeps["settings"]["increments"] = "hourly";

  run(): Promise<void> {
    return exportIncrement({
      settings: { increments: this.increments },
      timeZone: "Europe/Paris",
      now: () => this.now,
      ledger: {
        load: () => this.call(() => this.ledger),
        save: (ledger) =>
          this.call(() => {
            if ((this.ledger?.version ?? 0) !== ledger.version) return false;
            this.ledger = { ...ledger, version: ledger.version + 1 };
            return true;
          }),
        noteExport: () => Promise.resolve(),
      },
      exports: {
        restorable: () => this.call(() => ({ earliest: this.earliest, latest: after(this.now, -minutes(5)) })),
        start: (wanted) =>
          this.call(() => {
            const token = tokenOf(wanted);
            if (!this.exports.has(token)) {
              this.exports.set(token, { wanted, state: "running" });
              this.prefixes.push(prefixOf(wanted));
            }
            return token;
          }),
        stateOf: (arn) => this.call(() => this.exports.get(arn)?.state ?? "unknown"),
      },
    });
  }

  all(state: State): void {
    for (const each of this.exports.values()) if (each.state === "running") each.state = state;
  }

  /** Windows of increments that are complete, in order. */
  complete(): readonly (readonly [number, number])[] {
    return [...this.exports.values()]
      .filter(({ wanted, state }) => wanted.from !== undefined && state === "complete")
      .map(({ wanted: { from, to } }) => [Number(from), Number(to)] as const)
      .sort(([one], [other]) => one - other);
  }

  private async call<Answer>(work: () => Answer): Promise<Answer> {
    this.failsIn -= 1;
    if (this.failsIn !== 0) return work();
    if (this.failsAfter) work();
    throw new WorldFailure("no answer");
  }
}

const printed: string[] = [];
beforeEach(() => {
  printed.length = 0;
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, "write").mockImplementation((line) => {
      printed.push(String(line));
      return true;
    });
});
afterEach(() => void vi.restoreAllMocks());
const counted = (metric: string): number => printed.filter((line) => line.includes(`"${metric}":1`)).length;

const hours = (count: number): number => minutes(60 * count);

describe("the first run", () => {
  test("exports everything once and goes on from that moment", async () => {
    const world = new World();
    await world.run();
    expect([...world.exports.keys()]).toEqual(["full/2026-11-22T06:00:00.000Z/1"]);
    expect(world.ledger).toMatchObject({ exportedUntil: fromIso("2026-11-22T06:00:00Z") });
    world.all("complete");
    world.now = after(world.now, hours(2));
    await world.run();
    expect([...world.exports.keys()].slice(1)).toEqual([
      "increment/2026-11-22T06:00:00.000Z/2026-11-22T08:00:00.000Z/1",
    ]);
    expect(world.prefixes).toEqual([
      "exports/orders/full/2026-11-22T0600Z",
      "exports/orders/incremental/2026-11-22T0600Z--2026-11-22T0800Z",
    ]);
  });

  test("of a table that cannot be restored yet begins nothing", async () => {
    const world = new World();
    world.earliest = after(world.now, -minutes(6));
    await world.run();
    expect(world.exports.size).toBe(0);
    expect(world.ledger?.exportedUntil).toBeUndefined();
  });
});

describe("a run that is repeated", () => {
  test("begins nothing twice and writes nothing", async () => {
    const world = new World();
    await world.run();
    world.now = after(world.now, hours(30));
    await world.run();
    const { version } = world.ledger ?? {};
    const begun = world.exports.size;
    await world.run();
    expect(world.exports.size).toBe(begun);
    expect(world.ledger?.version).toBe(version);
  });

  test("at the same time leaves the work to the one that was first", async () => {
    const world = new World();
    await world.run();
    world.now = after(world.now, hours(3));
    await Promise.all([world.run(), world.run(), world.run()]);
    expect(world.exports.size).toBe(2);
    expect(printed.join("")).toContain("exports are looked after by another run");
  });
});

describe("an export that failed", () => {
  test("is begun again in a place of its own, and counted", async () => {
    const world = new World();
    await world.run();
    world.all("complete");
    world.now = after(world.now, hours(1));
    await world.run();
    world.all("failed");
    await world.run();
    expect(world.prefixes.slice(1)).toEqual([
      "exports/orders/incremental/2026-11-22T0600Z--2026-11-22T0700Z",
      "exports/orders/incremental/2026-11-22T0600Z--2026-11-22T0700Z-attempt-2",
    ]);
    expect(counted("ExportsFailed")).toBe(1);
    world.all("complete");
    await world.run();
    expect(world.ledger?.pending).toEqual([]);
  });

  test("that DynamoDB would not take is taken up by the next run", async () => {
    const world = new World();
    world.failsIn = 4;
    await world.run();
    expect(world.exports.size).toBe(0);
    expect(counted("ExportsFailed")).toBe(1);
    world.failsIn = Number.POSITIVE_INFINITY;
    await world.run();
    expect(world.exports.size).toBe(1);
  });
});

describe("changes that are too old to be exported", () => {
  test("are told loudly, and everything is exported instead", async () => {
    const world = new World();
    await world.run();
    world.all("complete");
    world.now = after(world.now, days(40));
    world.earliest = after(world.now, -days(35));
    await world.run();
    expect(counted("ExportGaps")).toBe(1);
    expect(printed.join("")).toContain("changes can no longer be exported one by one");
    const begun = [...world.exports.values()].map(({ wanted }) => wanted);
    expect(begun.map(({ kind }) => kind)).toEqual(["full", "full"]);
    expect(world.ledger?.exportedUntil).toBe(begun[1]?.to);
  });
});

test("increments that are off only tell when the last export was", async () => {
  const world = new World();
  world.increments = "off";
  await world.run();
  world.now = after(world.now, hours(5));
  await world.run();
  expect(world.exports.size).toBe(0);
  expect(printed.join("")).toMatch(/"HoursSinceExport":5\b/);
});

test("increments that were turned off ask DynamoDB nothing more, whatever was under way", async () => {
  const world = new World();
  await world.run();
  world.increments = "off";
  world.now = after(world.now, hours(30));
  const before = world.ledger;
  // To load how far it is; the role has no other right then.
  world.failsIn = 2;
  await world.run();
  expect(world.ledger).toEqual(before);
  expect(printed.join("")).toMatch(/"HoursSinceExport":30\b/);
});

interface Step {
  /** Minutes. */
  readonly pause: number;
  readonly failsIn: number;
  readonly failsAfter: boolean;
  readonly ends: State;
  readonly twice: boolean;
}

/** A world after these runs, and then enough calm ones. */
async function lived(increments: World["increments"], steps: readonly Step[]): Promise<World> {
  const world = new World();
  world.increments = increments;
  for (const { pause, failsIn, failsAfter, ends, twice } of steps) {
    world.now = after(world.now, minutes(pause));
    Object.assign(world, { failsIn, failsAfter });
    const runs = twice ? [world.run(), world.run()] : [world.run()];
    await Promise.allSettled(runs);
    world.all(ends);
  }
  world.failsIn = Number.POSITIVE_INFINITY;
  for (let calm = 0; calm < 40; calm += 1) {
    await world.run();
    world.all("complete");
  }
  return world;
}

test("whatever fails, breaks off, runs twice or stands still: every change is in exactly one complete export", async () => {
  const step = fc.record({
    pause: fc.integer({ min: 0, max: 4 * 24 * 60 }),
    failsIn: fc.option(fc.integer({ min: 1, max: 12 }), { nil: Number.POSITIVE_INFINITY }),
    failsAfter: fc.boolean(),
    ends: fc.constantFrom<State>("running", "complete", "complete", "failed"),
    twice: fc.boolean(),
  });
  const life = fc.record({
    increments: fc.constantFrom("daily" as const, "hourly" as const, "quarter-hourly" as const),
    steps: fc.array(step, { minLength: 1, maxLength: 12 }),
  });
  await fc.assert(
    fc.asyncProperty(life, async ({ increments, steps }) => {
      printed.length = 0;
      const world = await lived(increments, steps);
      const windows = world.complete();
      const base = [...world.exports.values()].find(
        ({ wanted, state }) => wanted.kind === "full" && state === "complete",
      );
      expect(world.ledger?.pending).toEqual([]);
      expect(windows.length === 0 || windows[0]?.[0] === base?.wanted.to).toBe(true);
      for (const [index, [from]] of windows.entries()) expect(from).toBe(windows[index - 1]?.[1] ?? from);
      expect(windows.at(-1)?.[1] ?? base?.wanted.to).toBe(world.ledger?.exportedUntil);
    }),
    { numRuns: 60 },
  );
});
