/** One hostile request or answer: what it is, what may come of it, and what does. */

export interface Trial {
  readonly target: "messenger" | "stripe" | "pay" | "storefront" | "send-api" | "stripe-api";
  /** Of the body, the path or the header: what has to be read at least. */
  readonly bytes: number;
  /** The statuses that this request may get, or what may come of this answer; anything else is a fault. */
  readonly allowed: readonly (number | string)[];
  /** Its caller tries again after a moment: its time is not judged. */
  readonly waits?: boolean;
  /** Short, for the report of a fault; the seed and number give the rest. */
  readonly about: string;
  readonly ask: () => Promise<{ readonly statusCode?: number | string | undefined }>;
}
