/** Meta's signature on a delivery: HMAC-SHA256 of the raw bytes under the app secret (`X-Hub-Signature-256`). */
import { createHmac, timingSafeEqual } from "node:crypto";

const form = /^sha256=([0-9a-f]{64})$/i;

/**
 * Whether the bytes as they came were signed with one of these app secrets. Never given re-serialised JSON: the bytes
 * hold Meta's own escapes (https://developers.facebook.com/docs/messenger-platform/webhooks).
 */
export function isSignedByMeta(body: Uint8Array, header: string | undefined, appSecrets: readonly string[]): boolean {
  const hex = form.exec(header ?? "")?.[1];
  if (hex === undefined) return false;
  const given = Buffer.from(hex, "hex");
  return appSecrets.some((secret) => timingSafeEqual(createHmac("sha256", secret).update(body).digest(), given));
}
