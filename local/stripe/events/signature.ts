/** The `Stripe-Signature` header of a webhook. */
import { createHmac } from "node:crypto";

/** Signs a body at a moment (epoch seconds), once per secret; `v0` is there and counts for nothing, as at Stripe. */
export function stripeSignature(body: string, secrets: readonly string[], at: number): string {
  const signatures = secrets.map((secret) => `v1=${hmac(secret, `${at}.${body}`)}`);
  return [`t=${at}`, ...signatures, `v0=${hmac("not the webhook's secret", `${at}.${body}`)}`].join(",");
}

function hmac(secret: string, text: string): string {
  return createHmac("sha256", secret).update(text, "utf8").digest("hex");
}
