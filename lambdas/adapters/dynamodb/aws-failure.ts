/** DynamoDB's errors in the shop's terms. */
import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { WorldFailure } from "#ports/failures.ts";

/** Runs a call whose every failure is the world's. */
export async function worldly<Answer>(what: string, call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (cause) {
    throw new WorldFailure(`DynamoDB cannot ${what}`, { cause });
  }
}

/** Why a transaction was cancelled, one entry per action in their order; nothing for any other failure. */
export function cancellation(error: unknown): readonly Cancelled[] | undefined {
  if (!(error instanceof TransactionCanceledException)) return undefined;
  return (error.CancellationReasons ?? []).map((reason) => ({
    code: reason.Code ?? "None",
    ...(reason.Item && { item: reason.Item }),
  }));
}

export interface Cancelled {
  /** `None` for the actions that would have worked. */
  readonly code: string;
  /** What stood there, where the action asked to be told; as DynamoDB writes it. */
  readonly item?: Readonly<Record<string, { readonly N?: string | undefined }>>;
}

/**
 * Somebody else wrote at the same moment, or the table is busy: the same call works soon
 * (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html).
 */
export const isPassing = (code: string): boolean =>
  ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"].includes(code);
