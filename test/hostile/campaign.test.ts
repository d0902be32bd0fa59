import { expect, test } from "vitest";
import { campaign } from "./campaign.ts";

/** `npm run fuzz` asks more. */
const bodies = 20_000;

test("hostile requests and answers come only to the documented ends, in time, and leave nothing behind that a worker cannot read", async () => {
  const report = await campaign({ bodies, seed: 1 });
  expect(report.faults).toEqual([]);
  const asked = Object.keys(report.answers);
  for (const answer of ["messenger 200", "messenger 400", "messenger 401", "messenger 413"])
    expect(asked).toContain(answer);
  for (const answer of ["stripe 200", "stripe 400", "stripe 401", "stripe 413"]) expect(asked).toContain(answer);
  for (const answer of ["pay 200", "pay 302", "pay 404", "storefront 200", "storefront 404"])
    expect(asked).toContain(answer);
  for (const end of ["said", "unreachable", "refused", "WorldFailure"]) expect(asked).toContain(`send-api ${end}`);
  for (const end of ["paid", "open", "expired", "pending", "nothing", "refused", "refunded", "refunded by hand"])
    expect(asked).toContain(`stripe-api ${end}`);
  for (const end of ["WorldFailure", "Unprocessable"]) expect(asked).toContain(`stripe-api ${end}`);
  expect(report.queued).toBeGreaterThan(bodies / 20);
}, 120_000);
