import { describe, expect, test } from "vitest";
import type { FoundExport, FullExport, IncrementalExport } from "#core/exports/found-export.ts";
import { planPresent } from "#core/exports/plan-reading.ts";
import { fromIso, type Instant } from "#core/values/instant.ts";

const at = (day: number, hour = 0): Instant =>
  fromIso(`2026-11-${String(day).padStart(2, "0")}T${String(hour).padStart(2, "0")}:00:00Z`);

function described(id: string) {
  const tableArn = "arn:aws:dynamodb:eu-west-3:123456789012:table/Orders";
  return {
    id,
    summaryKey: `${id}/manifest-summary.json`,
    tableArn,
    tableId: "t1",
    table: "Orders",
    itemCount: 1,
    files: [],
    findings: [],
  };
}
const full = (day: number, over: Partial<FullExport> = {}): FullExport => ({
  ...described(`full-${day}`),
  kind: "full",
  exportTime: at(day),
  ...over,
});
const window = (from: Instant, to: Instant): IncrementalExport => ({
  ...described(`from ${new Date(from).toISOString()}`),
  kind: "incremental",
  from,
  to,
  oldImages: true,
});
const days = (first: number, last: number): IncrementalExport[] =>
  Array.from({ length: last - first + 1 }, (_, index) => window(at(first + index), at(first + index + 1)));

const whats = (findings: readonly { what: string }[]): string[] => findings.map(({ what }) => what);

describe("the present state", () => {
  test("is the newest full export and the increments that end after it, the newest first", () => {
    const windows = days(1, 6);
    const newest = full(4);
    const plan = planPresent([full(2), ...windows, newest]);
    expect(plan).toEqual({ sources: [windows[5], windows[4], windows[3], newest], findings: [], warnings: [] });
  });

  test("begins within a window that was under way when the full export was made", () => {
    const newest = full(4, { exportTime: at(4, 10) });
    const windows = days(3, 5);
    expect(planPresent([newest, ...windows]).sources).toEqual([windows[2], windows[1], newest]);
  });

  test("is not whole where no export tells of some time", () => {
    const plan = planPresent([full(1), ...days(1, 2), ...days(4, 5)]);
    expect(whats(plan.findings)).toEqual([
      "No export tells what changed from 2026-11-03T00:00:00.000Z to 2026-11-04T00:00:00.000Z.",
    ]);
    expect(plan.sources).toHaveLength(5);
  });

  test("is whole where windows overlap, which is worth a word", () => {
    const plan = planPresent([full(1), window(at(1), at(2)), window(at(1, 12), at(3))]);
    expect(plan.findings).toEqual([]);
    expect(whats(plan.warnings)).toHaveLength(1);
  });

  test("is known of changed items only where there is no full export", () => {
    const plan = planPresent(days(1, 3));
    expect(plan.sources).toHaveLength(3);
    expect(plan.findings).toEqual([]);
    expect(whats(plan.warnings)).toEqual([
      "There is no full export here: only what changed since the first window is known.",
    ]);
  });

  test("is of one table, the newest export's", () => {
    const other = full(3, { tableArn: "arn:aws:dynamodb:eu-west-3:123456789012:table/Stock" });
    const recreated = full(2, { tableId: "t2" });
    const plan = planPresent([other, recreated, full(4)]);
    expect(plan.sources).toEqual([full(4)]);
    expect(plan.findings.map(({ where }) => where)).toEqual([other.summaryKey, recreated.summaryKey]);
  });
});

describe("what is new since a day", () => {
  const year: FoundExport[] = [full(1), ...days(1, 20)];

  test("is in the windows that ended after it, and needs no full export", () => {
    const plan = planPresent(year, at(19, 6));
    expect(plan.sources.map(({ id }) => id)).toEqual([
      "from 2026-11-20T00:00:00.000Z",
      "from 2026-11-19T00:00:00.000Z",
    ]);
    expect(plan.findings).toEqual([]);
  });

  test("is in the windows alone even where a newer full export lies among them", () => {
    const plan = planPresent([...year, full(20)], at(18));
    expect(plan.sources.map(({ kind }) => kind)).toEqual(["incremental", "incremental", "incremental"]);
  });

  test("needs the full export where windows do not reach back", () => {
    const plan = planPresent([...days(15, 20), full(18)], at(10));
    expect(plan.sources.map(({ kind }) => kind)).toEqual(["incremental", "incremental", "incremental", "full"]);
  });

  test("needs the full export where windows end before it", () => {
    const plan = planPresent([full(20), ...days(1, 10)], at(5));
    expect(plan.sources).toEqual([full(20)]);
  });

  test("is nothing where all exports are older", () => {
    expect(planPresent(year, at(25)).sources).toEqual([]);
  });

  test("is not whole where a window since then is missing", () => {
    const plan = planPresent([full(1), ...days(1, 10), ...days(12, 14)], at(9));
    expect(whats(plan.findings)).toEqual([
      "No export tells what changed from 2026-11-11T00:00:00.000Z to 2026-11-12T00:00:00.000Z.",
    ]);
  });
});
