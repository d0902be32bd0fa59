/** Entry of what S3 tells of exports that are complete. */
import { type PublishDeps, publishOrders } from "./publish-orders.ts";
import { wirePublish } from "./wiring.ts";

let deps: PublishDeps | undefined;

/** An EventBridge event `Object Created` of a `manifest-summary.json`. */
export async function handler(event: unknown): Promise<void> {
  deps ??= wirePublish();
  await publishOrders(event, deps);
}
