/** Reads ExportTableToPointInTime as strictly as DynamoDB: what it asks for, or the refusal it gets. */
import { z } from "zod";

/** An error as DynamoDB answers it. */
export class Refusal extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

const text = z.string();
const request = z.strictObject({
  TableArn: text.min(1).max(1024),
  S3Bucket: text.max(255).regex(/^[a-z0-9A-Z]+[.\-\w]*[a-z0-9A-Z]+$/),
  S3BucketOwner: text.regex(/^[0-9]{12}$/).optional(),
  S3Prefix: text.max(1024).optional(),
  S3SseAlgorithm: z.enum(["AES256", "KMS"]).default("AES256"),
  S3SseKmsKeyId: text.min(1).max(2048).optional(),
  ClientToken: text.regex(/^[^$]+$/).optional(),
  ExportFormat: z.enum(["DYNAMODB_JSON", "ION"]).default("DYNAMODB_JSON"),
  ExportType: z.enum(["FULL_EXPORT", "INCREMENTAL_EXPORT"]).default("FULL_EXPORT"),
  ExportTime: z.number().optional(),
  IncrementalExportSpecification: z
    .strictObject({
      ExportFromTime: z.number().optional(),
      ExportToTime: z.number().optional(),
      ExportViewType: z.enum(["NEW_IMAGE", "NEW_AND_OLD_IMAGES"]).default("NEW_AND_OLD_IMAGES"),
    })
    .optional(),
  FilterSpecification: z.unknown().optional(),
});
export type ExportRequest = z.infer<typeof request>;

/** What can be restored, milliseconds. */
export interface Restorable {
  readonly earliest: number;
  readonly latest: number;
}

const minute = 60_000;

/** The request, checked but for what the table has to say; Refusal. Scheduler writes times as text, the SDKs as seconds. */
export function readExportRequest(body: unknown): ExportRequest {
  const given = request.safeParse(withSeconds(body));
  if (!given.success) {
    const [issue] = given.error.issues;
    throw new Refusal("ValidationException", `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "invalid"}`);
  }
  const asked = given.data;
  if (asked.ExportFormat === "ION" || asked.FilterSpecification !== undefined)
    throw new Refusal("ValidationException", "the local stack writes neither ION nor filtered exports");
  if (asked.S3SseKmsKeyId !== undefined && asked.S3SseAlgorithm !== "KMS")
    throw new Refusal("ValidationException", "S3SseKmsKeyId is for S3SseAlgorithm KMS only");
  if (asked.ExportType === "FULL_EXPORT" && asked.IncrementalExportSpecification)
    throw new Refusal("ValidationException", "Incremental export specification is not valid for a full export");
  if (asked.ExportType === "INCREMENTAL_EXPORT" && asked.ExportTime !== undefined)
    throw new Refusal("ValidationException", "Export time is not valid for an incremental export");
  return asked;
}

/** The moment of a full export in milliseconds; Refusal for one that cannot be restored. */
export function exportTimeOf({ ExportTime }: ExportRequest, { earliest, latest }: Restorable): number {
  const at = ExportTime === undefined ? latest : ExportTime * 1000;
  // Seconds are all that a client can name: the present one counts as past.
  if (at < earliest || at > latest + 1000)
    throw new Refusal(
      "InvalidExportTimeException",
      "The specified ExportTime is outside of the point in time recovery window.",
    );
  return at;
}

/** The window of an incremental export in milliseconds; Refusal for one that DynamoDB does not take. */
export function windowOf(asked: ExportRequest, { earliest, latest }: Restorable): { from: number; to: number } {
  const { ExportFromTime, ExportToTime } = asked.IncrementalExportSpecification ?? {};
  if (ExportFromTime === undefined)
    throw new Refusal("ValidationException", "ExportFromTime is required for an incremental export");
  const from = ExportFromTime * 1000;
  const to = ExportToTime === undefined ? latest : ExportToTime * 1000;
  if (to <= from) throw new Refusal("ValidationException", "ExportFromTime must be before ExportToTime");
  if (to - from < 15 * minute)
    throw new Refusal("ValidationException", "Difference between start time and end time is less than 15 minutes");
  if (to - from > 24 * 60 * minute)
    throw new Refusal("ValidationException", "Difference between start time and end time is greater than 24 hours");
  if (from < earliest || to > latest + 1000)
    throw new Refusal(
      "InvalidExportTimeException",
      "The specified export window is outside of the point in time recovery window.",
    );
  return { from, to };
}

function withSeconds(body: unknown): unknown {
  const given = z.record(z.string(), z.unknown()).safeParse(body);
  if (!given.success) return body;
  const specification = z.record(z.string(), z.unknown()).safeParse(given.data["IncrementalExportSpecification"]);
  return {
    ...timed(given.data, "ExportTime"),
    ...(specification.success && {
      IncrementalExportSpecification: timed(timed(specification.data, "ExportFromTime"), "ExportToTime"),
    }),
  };
}

function timed(given: Record<string, unknown>, name: string): Record<string, unknown> {
  const value = given[name];
  if (typeof value !== "string" || Number.isNaN(Date.parse(value))) return given;
  return { ...given, [name]: Date.parse(value) / 1000 };
}
