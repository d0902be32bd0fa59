/** The two manifests of an export as DynamoDB writes them; keys that a later edition may add are no trouble. */
import * as z from "zod";

const time = z.string().transform((text, context) => {
  const at = Date.parse(text);
  if (Number.isNaN(at)) context.addIssue({ code: "custom", message: "not a time" });
  return at;
});

const described = z.object({
  tableArn: z.string(),
  tableId: z.string(),
  manifestFilesS3Key: z.string(),
  itemCount: z.number().int().nonnegative(),
  outputFormat: z.string(),
});

/** `version` 2020-06-30; an export without a type is a full one. */
const fullSummary = described.extend({
  exportType: z.literal("FULL_EXPORT").default("FULL_EXPORT"),
  exportTime: time,
});

/** `version` 2023-08-01. */
const incrementalSummary = described.extend({
  exportType: z.literal("INCREMENTAL_EXPORT"),
  exportFromTime: time,
  exportToTime: time,
  outputView: z.string().default("NEW_AND_OLD_IMAGES"),
});

/** What `manifest-summary.json` says. */
export const exportSummary = z.union([incrementalSummary, fullSummary]);
export type ExportSummary = z.infer<typeof exportSummary>;

/** What a line of `manifest-files.json` says. */
export const fileEntry = z.object({
  itemCount: z.number().int().nonnegative(),
  md5Checksum: z.string(),
  dataFileS3Key: z.string(),
});
export type FileEntry = z.infer<typeof fileEntry>;
