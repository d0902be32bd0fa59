/** DynamoDB's continuous backups and exports for the local tables: the calls, their checks and what becomes of each export. */
import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";
import { ChangeJournal } from "./change-journal.ts";
import { ExportLedger } from "./export-ledger.ts";
import { type ExportLine, fullLines, incrementalLines, scanTable } from "./export-lines.ts";
import { descriptionOf, type ExportRecord, summaryOf } from "./export-record.ts";
import { type ExportRequest, exportTimeOf, Refusal, readExportRequest, windowOf } from "./export-request.ts";
import { DynamoDbRefusal, rawCall } from "./raw-call.ts";
import { folderOf, writeExport, writeStarted } from "./write-export.ts";

export interface ExportServiceOptions {
  /** The database itself. */
  readonly dynamodb: string;
  /** Where exports are written, looked up for each of them. */
  readonly s3: () => string;
  /** Where exports and changes are remembered; in memory without it. */
  readonly folder: string | undefined;
}

const day = 86_400_000;
const mostAtOnce = 300;

const tableDescription = z.object({
  Table: z.object({
    TableArn: z.string(),
    TableId: z.string(),
    TableSizeBytes: z.number().default(0),
    KeySchema: z.array(z.object({ AttributeName: z.string() })),
    LatestStreamArn: z.string().optional(),
  }),
});
type Table = z.infer<typeof tableDescription>["Table"] & { readonly name: string };

const named = z.object({ TableName: z.string() });
const update = z.object({
  TableName: z.string(),
  PointInTimeRecoverySpecification: z.object({ PointInTimeRecoveryEnabled: z.boolean() }),
});
const described = z.object({ ExportArn: z.string() });
const listed = z.object({
  TableArn: z.string().optional(),
  MaxResults: z.number().int().min(1).max(25).default(25),
  NextToken: z.string().optional(),
});

export class ExportService {
  readonly #options: ExportServiceOptions;
  readonly #ledger: ExportLedger;
  readonly #journals = new Map<string, ChangeJournal>();
  readonly #running = new Set<Promise<void>>();

  constructor(options: ExportServiceOptions) {
    this.#options = options;
    this.#ledger = new ExportLedger(options.folder);
  }

  /** The answer of an operation that is one of these, in the name of whoever signed it; Refusal. */
  answer(operation: string, body: unknown, accessKeyId: string): Promise<unknown> | undefined {
    switch (operation) {
      case "UpdateContinuousBackups":
        return this.#update(body);
      case "DescribeContinuousBackups":
        return this.#describeBackups(body);
      case "ExportTableToPointInTime":
        return this.#start(body, accessKeyId);
      case "DescribeExport":
        return this.#describe(body);
      case "ListExports":
        return this.#list(body);
      default:
        return undefined;
    }
  }

  /** Reads what the streams have into the journals; they forget after a day. */
  async remember(): Promise<void> {
    for (const name of this.#ledger.tables()) {
      const table = await this.#table(name).catch(() => undefined);
      if (table) await this.#journalOf(table);
    }
  }

  /** Waits for the exports that run. */
  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #update(body: unknown): Promise<unknown> {
    const asked = parsed(update, body);
    const name = nameOf(asked.TableName);
    const table = await this.#table(name);
    const on = asked.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled;
    if (on && table.LatestStreamArn === undefined) await this.#turnStreamOn(name);
    this.#ledger.setBackups(name, on);
    return { ContinuousBackupsDescription: this.#backupsOf(name) };
  }

  async #turnStreamOn(TableName: string): Promise<void> {
    await rawCall(this.#options.dynamodb, "DynamoDB_20120810.UpdateTable", {
      TableName,
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    });
  }

  async #describeBackups(body: unknown): Promise<unknown> {
    const name = nameOf(parsed(named, body).TableName);
    await this.#table(name);
    return { ContinuousBackupsDescription: this.#backupsOf(name) };
  }

  #backupsOf(name: string) {
    if (!this.#ledger.hasBackups(name))
      return {
        ContinuousBackupsStatus: "ENABLED",
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: "DISABLED" },
      };
    const { earliest, latest } = restorable();
    return {
      ContinuousBackupsStatus: "ENABLED",
      PointInTimeRecoveryDescription: {
        PointInTimeRecoveryStatus: "ENABLED",
        RecoveryPeriodInDays: 35,
        EarliestRestorableDateTime: earliest / 1000,
        LatestRestorableDateTime: latest / 1000,
      },
    };
  }

  async #start(body: unknown, accessKeyId: string): Promise<unknown> {
    const asked = readExportRequest(body);
    const name = nameOf(asked.TableArn);
    const table = await this.#table(name);
    if (table.TableArn !== asked.TableArn)
      throw new Refusal("TableNotFoundException", `Table not found: ${asked.TableArn}`);
    const said = JSON.stringify({ ...asked, ClientToken: undefined });
    const clientToken = asked.ClientToken ?? randomUUID();
    const same = this.#ledger.byToken(clientToken);
    if (same && same.asked !== said)
      throw new Refusal("ExportConflictException", "There was a conflict when writing to the specified S3 bucket.");
    if (same) return { ExportDescription: descriptionOf(same) };
    if (!this.#ledger.hasBackups(name))
      throw new Refusal(
        "PointInTimeRecoveryUnavailableException",
        `Point in time recovery is not enabled for table '${name}'`,
      );
    if (this.#running.size >= mostAtOnce)
      throw new Refusal("LimitExceededException", "Too many exports are running at the same time");
    const record = recordOf(asked, table, { clientToken, said });
    this.#ledger.keep(record);
    const run = this.#run(record, table, accessKeyId).finally(() => this.#running.delete(run));
    this.#running.add(run);
    return { ExportDescription: descriptionOf(record) };
  }

  async #run(record: ExportRecord, table: Table, accessKeyId: string): Promise<void> {
    const credentials = { accessKeyId, secretAccessKey: "local" };
    const s3 = new S3Client({ endpoint: this.#options.s3(), region: "us-east-1", credentials, forcePathStyle: true });
    try {
      await writeStarted(s3, record);
      const { itemCount, billedSizeBytes, endTime } = await writeExport(
        s3,
        record,
        await this.#linesOf(record, table),
        table.TableSizeBytes,
      );
      const manifest = `${folderOf(record)}/manifest-summary.json`;
      this.#ledger.keep({ ...record, status: "COMPLETED", manifest, itemCount, billedSizeBytes, endTime });
    } catch (error) {
      const failureCode = error instanceof Error ? `S3${error.name}` : "InternalServerError";
      const failureMessage = error instanceof Error ? error.message : "unknown";
      this.#ledger.keep({ ...record, status: "FAILED", endTime: Date.now(), failureCode, failureMessage });
    } finally {
      s3.destroy();
    }
  }

  async #linesOf(record: ExportRecord, table: Table): Promise<readonly ExportLine[]> {
    const keys = table.KeySchema.map(({ AttributeName }) => AttributeName);
    if (record.type === "INCREMENTAL_EXPORT") {
      const window = { from: record.from * 1000, to: record.to * 1000, withOldImages: record.view !== "NEW_IMAGE" };
      return incrementalLines((await this.#journalOf(table)).changes, window, keys);
    }
    // The state first: whatever is written meanwhile is in the journal then and undone.
    const items = await scanTable(this.#options.dynamodb, table.name, keys);
    return fullLines(items, (await this.#journalOf(table)).changes, record.exportTime * 1000, keys);
  }

  async #describe(body: unknown): Promise<unknown> {
    const { ExportArn } = parsed(described, body);
    const record = this.#ledger.byArn(ExportArn);
    if (!record) throw new Refusal("ExportNotFoundException", `Export not found: ${ExportArn}`);
    return { ExportDescription: descriptionOf(record) };
  }

  async #list(body: unknown): Promise<unknown> {
    const { TableArn, MaxResults, NextToken } = parsed(listed, body);
    const all = this.#ledger.newestFirst(TableArn);
    const start = NextToken === undefined ? 0 : all.findIndex(({ exportArn }) => exportArn === NextToken) + 1;
    const shown = all.slice(start, start + MaxResults);
    const last = shown.at(-1);
    return {
      ExportSummaries: shown.map(summaryOf),
      ...(last && start + MaxResults < all.length && { NextToken: last.exportArn }),
    };
  }

  async #table(name: string): Promise<Table> {
    try {
      const answered = await rawCall(this.#options.dynamodb, "DynamoDB_20120810.DescribeTable", { TableName: name });
      return { ...tableDescription.parse(answered).Table, name };
    } catch (error) {
      if (error instanceof DynamoDbRefusal && error.name === "ResourceNotFoundException")
        throw new Refusal("TableNotFoundException", `Table not found: ${name}`);
      throw error;
    }
  }

  async #journalOf(table: Table): Promise<ChangeJournal> {
    const { dynamodb, folder } = this.#options;
    const known = this.#journals.get(table.name);
    const journal = known ?? new ChangeJournal(dynamodb, folder && join(folder, "changes", `${table.name}.jsonl`));
    this.#journals.set(table.name, journal);
    const { LatestStreamArn } = table.LatestStreamArn === undefined ? await this.#table(table.name) : table;
    if (LatestStreamArn !== undefined) await journal.catchUp(LatestStreamArn);
    return journal;
  }
}

/**
 * AWS knows the past from the moment on that backups were turned on. Here a table's past is known all the way: there was nothing.
 * AWS's latest restorable moment is five minutes ago, here it is the present.
 */
const restorable = () => ({ earliest: Date.now() - 35 * day, latest: Date.now() });

function recordOf(asked: ExportRequest, table: Table, { clientToken, said }: { clientToken: string; said: string }) {
  const isFull = asked.ExportType === "FULL_EXPORT";
  const startTime = isFull ? Date.now() : Math.floor(Date.now() / 1000) * 1000;
  const exportTime = isFull ? exportTimeOf(asked, restorable()) : 0;
  const { from, to } = isFull ? { from: 0, to: 0 } : windowOf(asked, restorable());
  const id = `${String(startTime).padStart(14, "0")}-${randomBytes(4).toString("hex")}`;
  return {
    exportArn: `${asked.TableArn}/export/${id}`,
    status: "IN_PROGRESS",
    type: asked.ExportType,
    startTime,
    tableArn: asked.TableArn,
    tableName: table.name,
    tableId: table.TableId,
    exportTime,
    from,
    to,
    view: asked.IncrementalExportSpecification?.ExportViewType ?? "NEW_AND_OLD_IMAGES",
    bucket: asked.S3Bucket,
    ...(asked.S3BucketOwner !== undefined && { bucketOwner: asked.S3BucketOwner }),
    prefix: asked.S3Prefix ?? null,
    sse: asked.S3SseAlgorithm,
    kmsKeyId: asked.S3SseKmsKeyId ?? null,
    clientToken,
    asked: said,
  } satisfies ExportRecord;
}

/** A table is named by its name or its ARN. */
const nameOf = (table: string): string => table.split("/").at(-1) ?? table;

function parsed<Output>(schema: z.ZodType<Output>, body: unknown): Output {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Refusal("ValidationException", `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "invalid"}`);
}
