/** The signature headers of both senders: rightly made in every way that is allowed, and in many that are not. */
import { createHmac } from "node:crypto";
import type { Dice } from "./dice.ts";

export interface Header {
  /** Undefined: the header is not there. */
  readonly value: string | undefined;
  readonly isGood: boolean;
}

const good = (value: string): Header => ({ value, isGood: true });
const bad = (value: string | undefined): Header => ({ value, isGood: false });
const hmac = (secret: string, ...parts: readonly (string | Uint8Array)[]): string =>
  parts.reduce((sum, part) => sum.update(part), createHmac("sha256", secret)).digest("hex");

/** Meta's header over these bytes; seven in eight are good. */
export function metaHeader(dice: Dice, bytes: Uint8Array, secret: string): Header {
  const hex = hmac(secret, bytes);
  if (!dice.once(8)) return good(`sha256=${dice.once(10) ? hex.toUpperCase() : hex}`);
  return dice.pick<Header>([
    bad(undefined),
    bad(""),
    bad(hex),
    bad(`sha1=${hex.slice(0, 40)}`),
    bad(`sha256=${hex.slice(1)}`),
    bad(`sha256=${hex}0`),
    bad(` sha256=${hex}`),
    bad(`sha256=${hex}\n`),
    bad(`sha256=${hex},sha256=${hex}`),
    bad(`sha256=${"0".repeat(64)}, sha256=${hex}`),
    bad(`sha256=${"ａ".repeat(64)}`),
    bad(`sha256=${hmac("another-app-secret", bytes)}`),
    bad(`sha256=${"f".repeat(100_000)}`),
    bad("sha256=".repeat(2000)),
    bad(",".repeat(1000)),
    bad(`sha256=${hmac(secret, bytes, "x")}`),
  ]);
}

/** Stripe's header over these bytes at that second; seven in eight are good. */
export function stripeHeader(dice: Dice, bytes: Uint8Array, secret: string, seconds: number): Header {
  const hex = hmac(secret, `${seconds}.`, bytes);
  const zeros = "0".repeat(64);
  if (!dice.once(8)) {
    return good(
      dice.pick([
        `t=${seconds},v1=${hex}`,
        `t=${seconds},v1=${hex.toUpperCase()}`,
        `v1=${hex},t=${seconds}`,
        ` t=${seconds} , v1=${zeros},v1=${hex},v0=${zeros}`,
        `t=${seconds},v1=${hex},,,=,v1=,`,
      ]),
    );
  }
  return dice.pick<Header>([
    bad(undefined),
    bad(""),
    bad(`v1=${hex}`),
    bad(`t=${seconds}`),
    bad(`t=${seconds},v0=${hex}`),
    bad(`t=${seconds - 1},v1=${hex}`),
    bad(`t=${seconds}e0,v1=${hex}`),
    bad(`t=-${seconds},v1=${hex}`),
    bad(`t=${"9".repeat(5000)},v1=${hex}`),
    bad(`t=${seconds} v1=${hex}`),
    bad(`t=${seconds},v1=${hex.slice(2)}`),
    bad(`t=${seconds},v1=${hmac("whsec_of_another_account", `${seconds}.`, bytes)}`),
    bad(`t=${seconds - 301},v1=${hmac(secret, `${seconds - 301}.`, bytes)}`),
    bad(`t=${seconds},${`v1=${zeros},`.repeat(1500)}`),
    bad(",".repeat(100_000)),
    bad(" ".repeat(100_000)),
  ]);
}
