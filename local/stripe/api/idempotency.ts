/** Idempotency keys: the first answer is kept for a day and given again to the same question. */
import { createHash } from "node:crypto";
import type { KeptAnswer, Store } from "../account/stored.ts";
import { invalid, Refusal } from "./refusal.ts";

/** A request that bears a key. */
export interface KeyedRequest {
  readonly key: string;
  readonly method: string;
  readonly path: string;
  /** Hash of the sorted parameters. */
  readonly parameters: string;
}

/** A fingerprint of what a request asks for. */
export function parametersHash(pairs: readonly (readonly [string, string])[]): string {
  return createHash("sha256").update(JSON.stringify(pairs)).digest("hex");
}

/** The answer kept for this key; refuses a key too long, in use, or first used for something else. */
export function keptAnswer(store: Store, inUse: ReadonlySet<string>, request: KeyedRequest): KeptAnswer | undefined {
  const { key } = request;
  if (key.length > 255) {
    throw invalid(`Idempotency key is too long: it must be at most 255 characters, got ${key.length}.`);
  }
  if (inUse.has(key)) {
    const message = `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`;
    throw new Refusal(409, { type: "idempotency_error", code: "idempotency_key_in_use", message });
  }
  const kept = store.keptAnswers[key];
  if (kept === undefined) return undefined;
  if (kept.method !== request.method || kept.path !== request.path)
    throw misused(key, `endpoint they were first used for ('${kept.path}')`);
  if (kept.parameters !== request.parameters) throw misused(key, "parameters they were first used with");
  return kept;
}

/** Forgets answers a day old, by the account's clock (epoch seconds). */
export function pruneKeptAnswers(store: Store, now: number): void {
  for (const [key, kept] of Object.entries(store.keptAnswers)) {
    if (kept.at + 24 * 60 * 60 <= now) delete store.keptAnswers[key];
  }
}

function misused(key: string, what: string): Refusal {
  const message = `Keys for idempotent requests can only be used with the same ${what}. Try using a key other than '${key}' if you meant to execute a different request.`;
  return new Refusal(400, { type: "idempotency_error", message });
}
