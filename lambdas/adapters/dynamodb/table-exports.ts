/** The orders table's exports by DynamoDB's own calls. */
import {
  DescribeContinuousBackupsCommand,
  DescribeExportCommand,
  type DynamoDBClient,
  ExportNotFoundException,
  ExportTableToPointInTimeCommand,
} from "@aws-sdk/client-dynamodb";
import { type PendingExport, prefixOf, tokenOf } from "#core/exports/progress.ts";
import { type Instant, instant } from "#core/values/instant.ts";
import { WorldFailure } from "#ports/failures.ts";
import type { TableExports } from "#ports/table-exports.ts";
import { worldly } from "./aws-failure.ts";

export interface ExportedTable {
  readonly tableArn: string;
  readonly bucket: string;
}

const states = { IN_PROGRESS: "running", COMPLETED: "complete", FAILED: "failed" } as const;

/** Exports of one table into one bucket; each failure is a WorldFailure. */
export const dynamoExports = (client: DynamoDBClient, { tableArn, bucket }: ExportedTable): TableExports => ({
  async restorable() {
    const command = new DescribeContinuousBackupsCommand({ TableName: tableArn });
    const answer = await worldly("tell what can be restored", () => client.send(command));
    const recovery = answer.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
    const { EarliestRestorableDateTime: earliest, LatestRestorableDateTime: latest } = recovery ?? {};
    if (earliest === undefined || latest === undefined) throw new WorldFailure("the table has no continuous backups");
    return { earliest: instant(earliest.getTime()), latest: instant(latest.getTime()) };
  },

  async start(wanted) {
    const command = new ExportTableToPointInTimeCommand({
      TableArn: tableArn,
      S3Bucket: bucket,
      S3Prefix: prefixOf(wanted),
      ExportFormat: "DYNAMODB_JSON",
      ClientToken: tokenOf(wanted),
      ...whatOf(wanted),
    });
    const { ExportDescription } = await worldly("begin an export", () => client.send(command));
    const exportArn = ExportDescription?.ExportArn;
    if (exportArn === undefined) throw new WorldFailure("DynamoDB named no export");
    return exportArn;
  },

  async stateOf(exportArn) {
    try {
      const { ExportDescription } = await client.send(new DescribeExportCommand({ ExportArn: exportArn }));
      return states[ExportDescription?.ExportStatus ?? "IN_PROGRESS"];
    } catch (cause) {
      if (cause instanceof ExportNotFoundException) return "unknown";
      throw new WorldFailure("DynamoDB cannot tell how an export goes", { cause });
    }
  },
});

function whatOf({ kind, from, to }: PendingExport) {
  if (kind === "full" || from === undefined) return { ExportType: "FULL_EXPORT", ExportTime: dateOf(to) } as const;
  return {
    ExportType: "INCREMENTAL_EXPORT",
    IncrementalExportSpecification: {
      ExportFromTime: dateOf(from),
      ExportToTime: dateOf(to),
      ExportViewType: "NEW_AND_OLD_IMAGES",
    },
  } as const;
}

const dateOf = (at: Instant): Date => new Date(at);
