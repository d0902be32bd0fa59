/** Ids with Stripe's prefixes and lengths. */
import { randomBytes } from "node:crypto";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Random letters and digits, as Stripe's ids have them. */
export function randomName(length: number): string {
  return Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join("");
}

/** An id such as `pi_3Qx…` (24 characters behind the prefix). */
export function newId(
  prefix: "pi" | "ch" | "py" | "re" | "evt" | "pm" | "li" | "price" | "prod" | "shr" | "cus" | "txn",
): string {
  const generation =
    prefix === "pi" || prefix === "ch" || prefix === "py" || prefix === "re" || prefix === "txn" ? "3" : "1";
  return `${prefix}_${generation}${randomName(23)}`;
}

/** A Checkout Session's id: the mode is part of it. */
export function newSessionId(livemode: boolean): string {
  return `cs_${livemode ? "live" : "test"}_a1${randomName(56)}`;
}

/** The id of one request, for the `request-id` header. */
export function newRequestId(): string {
  return `req_${randomName(14)}`;
}
