/** An export that was asked for, and what became of it: as it is kept, and as DynamoDB describes it. */
import { z } from "zod";

/** Times in milliseconds since 1970. */
export const exportRecord = z.object({
  exportArn: z.string(),
  status: z.enum(["IN_PROGRESS", "COMPLETED", "FAILED"]),
  type: z.enum(["FULL_EXPORT", "INCREMENTAL_EXPORT"]),
  startTime: z.number(),
  endTime: z.number().optional(),
  tableArn: z.string(),
  tableName: z.string(),
  tableId: z.string(),
  exportTime: z.number(),
  from: z.number(),
  to: z.number(),
  view: z.enum(["NEW_IMAGE", "NEW_AND_OLD_IMAGES"]),
  bucket: z.string(),
  bucketOwner: z.string().optional(),
  prefix: z.string().nullable(),
  sse: z.enum(["AES256", "KMS"]),
  kmsKeyId: z.string().nullable(),
  clientToken: z.string(),
  /** What was asked for, to tell another use of the same token. */
  asked: z.string(),
  manifest: z.string().optional(),
  itemCount: z.number().optional(),
  billedSizeBytes: z.number().optional(),
  failureCode: z.string().optional(),
  failureMessage: z.string().optional(),
});
export type ExportRecord = z.infer<typeof exportRecord>;

/** The `ExportDescription` of an answer (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExportDescription.html). */
export const descriptionOf = (record: ExportRecord) => ({
  ExportArn: record.exportArn,
  ExportStatus: record.status,
  StartTime: record.startTime / 1000,
  ...(record.endTime !== undefined && { EndTime: record.endTime / 1000 }),
  ...(record.manifest !== undefined && { ExportManifest: record.manifest }),
  TableArn: record.tableArn,
  TableId: record.tableId,
  ClientToken: record.clientToken,
  S3Bucket: record.bucket,
  ...(record.bucketOwner !== undefined && { S3BucketOwner: record.bucketOwner }),
  ...(record.prefix !== null && { S3Prefix: record.prefix }),
  S3SseAlgorithm: record.sse,
  ...(record.kmsKeyId !== null && { S3SseKmsKeyId: record.kmsKeyId }),
  ...(record.failureCode !== undefined && { FailureCode: record.failureCode, FailureMessage: record.failureMessage }),
  ExportFormat: "DYNAMODB_JSON",
  ...(record.billedSizeBytes !== undefined && { BilledSizeBytes: record.billedSizeBytes }),
  ...(record.itemCount !== undefined && { ItemCount: record.itemCount }),
  ExportType: record.type,
  ...(record.type === "FULL_EXPORT"
    ? { ExportTime: record.exportTime / 1000 }
    : {
        IncrementalExportSpecification: {
          ExportFromTime: record.from / 1000,
          ExportToTime: record.to / 1000,
          ExportViewType: record.view,
        },
      }),
});

/** One entry of `ListExports`. */
export const summaryOf = ({ exportArn, status, type }: ExportRecord) => ({
  ExportArn: exportArn,
  ExportStatus: status,
  ExportType: type,
});
