/** Deliveries of Messenger in the shapes of its documentation, and what a test needs to send them. */
import { createHmac } from "node:crypto";
import type { WebhookCall } from "#lambdas/intake/raw-request.ts";

export const page = "100000000000001";
export const psid = "7001234567890123";
export const at = 1763000000000;
export const appSecret = "local-app-secret";

/** One item of `messaging`, from the shopper to the Page. */
export const item = (event: Readonly<Record<string, unknown>>, from: string | number = psid) => ({
  sender: { id: from },
  recipient: { id: page },
  timestamp: at,
  ...event,
});

/** A delivery with one entry of one Page. */
export const delivery = (...messaging: readonly unknown[]) => ({
  object: "page",
  entry: [{ id: page, time: at + 40, messaging }],
});

/** A delivery as API Gateway hands it over, signed over its bytes. */
export function signed(body: unknown, options: { secret?: string; base64?: boolean } = {}): WebhookCall {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  const { secret = appSecret, base64 = Buffer.isBuffer(body) } = options;
  return {
    body: bytes.toString(base64 ? "base64" : "utf8"),
    isBase64Encoded: base64,
    headers: { "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(bytes).digest("hex")}` },
  };
}
