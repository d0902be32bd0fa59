import { expect, it } from "vitest";
import type { PaymentsMessage } from "#core/payments/message.ts";
import type { OrderId } from "#core/values/ids.ts";
import { after, type Instant, minutes } from "#core/values/instant.ts";
import { sweep } from "#lambdas/payments/sweep.ts";
import type { WorkerDeps } from "#lambdas/payments/worker-deps.ts";
import { lampShop } from "#test/support/lamp-shop.ts";
import { morning } from "#test/support/orders.ts";

async function checksAt(now: Instant): Promise<readonly string[]> {
  const sent: PaymentsMessage[] = [];
  const deps: Pick<WorkerDeps, "now" | "shop" | "orders" | "payments"> = {
    now: () => now,
    shop: lampShop({ pages: ["100000000000001", "100000000000002"] }),
    orders: {
      load: () => Promise.reject(new Error("a sweep reads no order")),
      place: () => Promise.reject(new Error("a sweep places none")),
      save: () => Promise.reject(new Error("a sweep changes none")),
      overdue: (pageId) => Promise.resolve(pageId.endsWith("2") ? ["O-00001-00001" as OrderId] : []),
    },
    payments: { send: async (messages) => void sent.push(...messages) },
  };
  await sweep(deps);
  return sent.map((message) => message.id);
}

it("sends the same checks however often it runs in a quarter of an hour, and others in the next", async () => {
  const [check] = await checksAt(morning);
  expect(check).toMatch(/^check:O-00001-00001:\d+$/);
  expect(await checksAt(after(morning, minutes(14)))).toEqual([check]);
  expect(await checksAt(after(morning, minutes(15)))).not.toEqual([check]);
});
