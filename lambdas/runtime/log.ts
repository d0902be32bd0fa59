/** The log of every function: JSON lines with identifiers, never a message text, name, address, token or whole event. */
import { Logger } from "@aws-lambda-powertools/logger";
import { Unprocessable, WorldFailure } from "#ports/failures.ts";
import { SettingsIncomplete } from "./settings.ts";

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
 * An error as it may be logged. Messages of vendors, of JSON.parse and also of the engine quote what they were given
 * (`fetch` a header's value, `in` the text it was used on), so only those of our own failures are kept: for the rest the
 * calls say where to look.
 */
export function errorFields(error: unknown, depth = 0): ErrorFields {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = "code" in error ? word(error.code) : undefined;
  const status = statusOf(error);
  return {
    name: word(error.name) ?? "Error",
    ...(speaksOfUs(error) && { message: error.message.slice(0, 300) }),
    ...(code !== undefined && { code }),
    ...(status !== undefined && { status }),
    ...(depth === 0 && { at: innermostCalls(error) }),
    ...(error.cause !== undefined && depth < 3 && { cause: errorFields(error.cause, depth + 1) }),
  };
}

/** A name or a code is a single word; a longer text may quote something and is left out. */
const word = (value: unknown): string | undefined =>
  typeof value === "string" && /^[\w.:/-]{1,80}$/.test(value) ? value : undefined;

const speaksOfUs = (error: Error): boolean =>
  error instanceof WorldFailure || error instanceof Unprocessable || error instanceof SettingsIncomplete;

/** The HTTP status that the AWS SDK (`$metadata`) or the Stripe SDK (`statusCode`) keeps with an error. */
function statusOf(error: Error): number | undefined {
  if ("statusCode" in error && typeof error.statusCode === "number") return error.statusCode;
  if (!("$metadata" in error) || typeof error.$metadata !== "object" || error.$metadata === null) return undefined;
  const { httpStatusCode } = error.$metadata as { httpStatusCode?: unknown };
  return typeof httpStatusCode === "number" ? httpStatusCode : undefined;
}

/** The stack frames below the message, whose own lines may look like frames; none if the message was changed since. */
function innermostCalls({ stack = "", message }: Error): readonly string[] {
  const head = message === "" ? "\n" : `: ${message}\n`;
  const start = stack.indexOf(head);
  if (start < 0) return [];
  return stack
    .slice(start + head.length)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.startsWith("at "))
    .slice(0, 6);
}
