/** How an invocation ends, in the words of Lambda's Invoke call. */
import { z } from "zod";

/** Lambda's error body (https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html). */
export const functionError = z.object({
  errorType: z.string(),
  errorMessage: z.string(),
  trace: z.array(z.string()).optional(),
});

export type FunctionError = z.infer<typeof functionError>;

export type Outcome =
  /** The JSON text of what the handler returned. */
  | { readonly kind: "answered"; readonly json: string }
  /** The handler threw, ran out of time, or its process ended. */
  | { readonly kind: "failed"; readonly error: FunctionError }
  /** The reserved concurrency is in use. */
  | { readonly kind: "throttled" };
