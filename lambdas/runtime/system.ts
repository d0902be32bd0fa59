/** What the core may not look up by itself: the time, and randomness. */
import { randomBytes as cryptographicBytes } from "node:crypto";
import { type Instant, instant } from "#core/values/instant.ts";

/** The time now. */
export const now = (): Instant => instant(Date.now());

/** Bytes that nobody can guess. */
export const randomBytes = (count: number): Uint8Array => cryptographicBytes(count);
