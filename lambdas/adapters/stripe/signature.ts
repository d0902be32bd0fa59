/** Stripe's signature on an event: `t=<seconds>,v1=<hex>[,v1=…]`, HMAC-SHA256 of `<t>.<raw body>` (`Stripe-Signature`). */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Instant } from "#core/values/instant.ts";

/** As Stripe's own libraries: a captured event cannot be played again after five minutes; retries are signed anew. */
const toleranceSeconds = 300;

/** Room for fifty signatures; Stripe sends one for each secret of the endpoint, of which two at most hold at a time. */
const longestHeader = 4096;

/** Whether the bytes as they came were signed with one of these endpoint secrets, at most five minutes ago. */
export function isSignedByStripe(
  body: Uint8Array,
  header: string | undefined,
  endpointSecrets: readonly string[],
  now: Instant,
): boolean {
  if (header === undefined || header.length > longestHeader) return false;
  const parts = header.split(",").map((part) => part.trim());
  const time = parts.find((part) => /^t=\d{1,12}$/.test(part))?.slice(2);
  if (time === undefined || now / 1000 - Number(time) > toleranceSeconds) return false;
  const given = parts
    .filter((part) => /^v1=[0-9a-f]{64}$/i.test(part))
    .map((part) => Buffer.from(part.slice(3), "hex"));
  return endpointSecrets.some((secret) => {
    const expected = createHmac("sha256", secret).update(`${time}.`).update(body).digest();
    return given.some((each) => timingSafeEqual(each, expected));
  });
}
