/** The log of every function: JSON lines with identifiers, never a message text, name, address, token or whole event. */
import { Logger } from "@aws-lambda-powertools/logger";
import { Unprocessable, WorldFailure } from "#ports/failures.ts";

/** Service name and level come from `POWERTOOLS_SERVICE_NAME` and `LOG_LEVEL`. */
export const log = new Logger();

/** What a log line may hold of an error. */
export interface ErrorFields {
  readonly name: string;
  readonly message?: string;
  readonly code?: string;
  readonly status?: number;
  /** The innermost calls, without the message. */
  readonly at?: readonly string[];
  readonly cause?: ErrorFields;
}

/**
 * An error as it may be logged. Messages of vendors and of JSON.parse quote what they were given, so only the messages
 * of our own errors and of the engine's type and range errors are kept.
 */
export function errorFields(error: unknown, depth = 0): ErrorFields {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const status = statusOf(error);
  return {
    name: error.name,
    ...(speaksOfUs(error) && { message: error.message.slice(0, 300) }),
    ...(code !== undefined && { code }),
    ...(status !== undefined && { status }),
    ...(depth === 0 && { at: innermostCalls(error) }),
    ...(error.cause !== undefined && depth < 3 && { cause: errorFields(error.cause, depth + 1) }),
  };
}

const speaksOfUs = (error: Error): boolean =>
  error instanceof WorldFailure ||
  error instanceof Unprocessable ||
  error instanceof TypeError ||
  error instanceof RangeError ||
  error instanceof ReferenceError;

/** The HTTP status that the AWS SDK (`$metadata`) or the Stripe SDK (`statusCode`) keeps with an error. */
function statusOf(error: Error): number | undefined {
  if ("statusCode" in error && typeof error.statusCode === "number") return error.statusCode;
  if (!("$metadata" in error) || typeof error.$metadata !== "object" || error.$metadata === null) return undefined;
  const { httpStatusCode } = error.$metadata as { httpStatusCode?: unknown };
  return typeof httpStatusCode === "number" ? httpStatusCode : undefined;
}

const innermostCalls = (error: Error): readonly string[] =>
  (error.stack ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.startsWith("at "))
    .slice(0, 6);
