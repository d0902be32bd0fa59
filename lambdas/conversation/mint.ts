/** Mints what an order needs if this message should place one: its id, and the token that opens its payment page. */
import { hash } from "node:crypto";
import type { Minted } from "#core/conversation/turn.ts";
import { orderId, type PayToken, type PayTokenHash } from "#core/values/ids.ts";
import type { Instant } from "#core/values/instant.ts";

/** A new order id and pay token; the token is kept in the session, the order gets only its hash. */
export function mint(now: Instant, randomBytes: (count: number) => Uint8Array): Minted {
  const id = orderId(now, [...randomBytes(5)]);
  const payToken = `${id}.${Buffer.from(randomBytes(16)).toString("base64url")}` as PayToken;
  return { orderId: id, payToken, payTokenHash: hash("sha256", payToken) as PayTokenHash };
}
