/** What the runner and a function's process say to each other; JSON inside, so that values are what they are on Lambda. */
import type { FunctionError } from "./outcome.ts";

export interface ToProcess {
  readonly id: string;
  /** The event. */
  readonly json: string;
  /** When the function's time is up, in milliseconds since 1970. */
  readonly deadline: number;
  readonly arn: string;
}

export type FromProcess =
  | { readonly kind: "ready" }
  /** The handler could not be loaded. */
  | { readonly kind: "broken"; readonly error: FunctionError }
  | { readonly kind: "answered"; readonly id: string; readonly json: string }
  | { readonly kind: "failed"; readonly id: string; readonly error: FunctionError };
