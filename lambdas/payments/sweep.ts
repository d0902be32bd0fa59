/** Every quarter of an hour: nobody waits for ever for a webhook that was lost. */
import type { Check } from "#core/payments/message.ts";
import { isPageId } from "#core/values/ids.ts";
import { minutes } from "#core/values/instant.ts";
import type { WorkerDeps } from "./worker-deps.ts";

/** Sends a check for each order past its time to pay; the same quarter of an hour sends the same checks. */
export async function sweep(deps: Pick<WorkerDeps, "now" | "shop" | "orders" | "payments">): Promise<void> {
  const now = deps.now();
  const quarter = Math.floor(now / minutes(15));
  for (const pageId of deps.shop.settings.pages.filter(isPageId)) {
    const overdue = await deps.orders.overdue(pageId, now);
    const checks = overdue.map(
      (orderId): Check => ({ v: 1, kind: "check", id: `check:${orderId}:${quarter}`, orderId }),
    );
    if (checks.length > 0) await deps.payments.send(checks);
  }
}
