import { expect, test } from "vitest";
import { campaign } from "./campaign.ts";

/** `npm run fuzz` asks more. */
const bodies = 20_000;

test("hostile requests get only the documented answers, in time, and leave nothing behind that a worker cannot read", async () => {
  const report = await campaign({ bodies, seed: 1 });
  expect(report.faults).toEqual([]);
  const asked = Object.keys(report.answers);
  for (const answer of ["messenger 200", "messenger 400", "messenger 401", "messenger 413"])
    expect(asked).toContain(answer);
  for (const answer of ["stripe 200", "stripe 400", "stripe 401", "stripe 413"]) expect(asked).toContain(answer);
  for (const answer of ["pay 200", "pay 302", "pay 404", "storefront 200", "storefront 404"])
    expect(asked).toContain(answer);
  expect(report.queued).toBeGreaterThan(bodies / 20);
}, 120_000);
