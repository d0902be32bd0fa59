/** Which messages of a batch a function could not handle, read from what it answered (ReportBatchItemFailures). */
import { z } from "zod";

const answer = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish() })
  .nullable();

/**
 * The failed ids, or "all". Null, `{}` and an empty list mean that all went well; an id that was not in the batch or any
 * other shape fails the whole batch (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html).
 */
export function batchFailures(json: string, ids: readonly string[]): ReadonlySet<string> | "all" {
  const parsed = answer.safeParse(JSON.parse(json));
  if (!parsed.success) return "all";
  const failed = (parsed.data?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  return failed.every((id) => ids.includes(id)) ? new Set(failed) : "all";
}
