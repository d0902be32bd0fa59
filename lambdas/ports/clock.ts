/** What the core is not allowed to look up by itself. */
import type { Instant } from "#core/values/instant.ts";

export type Clock = () => Instant;
