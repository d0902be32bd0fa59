/** One hostile request: what it is, what may be answered, and the answer. */

export interface Trial {
  readonly target: "messenger" | "stripe" | "pay" | "storefront";
  /** Of the body, the path or the header: what has to be read at least. */
  readonly bytes: number;
  /** The statuses that this request may get; anything else is a fault. */
  readonly allowed: readonly number[];
  /** Short, for the report of a fault; the seed and number give the rest. */
  readonly about: string;
  readonly ask: () => Promise<{ readonly statusCode?: number | undefined }>;
}
