/** Exports of the local orders table, asked for by a person: begins them, waits until they are readable, finds the files. */
import { setTimeout as pause } from "node:timers/promises";
import {
  DescribeExportCommand,
  DescribeTableCommand,
  DynamoDBClient,
  type ExportDescription,
  ExportTableToPointInTimeCommand,
  type ExportTableToPointInTimeCommandInput,
  GetItemCommand,
} from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, S3Client } from "@aws-sdk/client-s3";
import { exportsByHand } from "#core/exports/progress.ts";
import { longestWindow, shortestWindow } from "#core/exports/windows.ts";

/** The part of `endpoints.json` that exports take. */
export interface LocalExportsOptions {
  readonly dynamodb: string;
  readonly s3: string;
  readonly region: string;
  readonly tables: { readonly orders: string; readonly exports: string };
  readonly buckets: { readonly exports: string };
}

export interface StoredObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** When it was written, milliseconds since 1970. */
  readonly at: number;
}

export interface ExportedNow {
  /** Prefixes that hold what DynamoDB wrote. */
  readonly prefixes: readonly string[];
  /** Orders, or changes of orders, in all of it. */
  readonly items: number;
  /** The files for people that were written since. */
  readonly readable: readonly StoredObject[];
}

/** Why nothing could be exported, in a sentence. */
export class CannotExport extends Error {
  override readonly name = "CannotExport";
}

/** How long an export and the function that makes it readable may take; milliseconds. */
const patience = 120_000;

export class LocalExports {
  readonly #options: LocalExportsOptions;
  readonly #dynamodb: DynamoDBClient;
  readonly #s3: S3Client;

  constructor(options: LocalExportsOptions) {
    const own = { region: options.region, credentials: { accessKeyId: "MERCHANT", secretAccessKey: "local" } };
    this.#options = options;
    this.#dynamodb = new DynamoDBClient({ ...own, endpoint: options.dynamodb, maxAttempts: 2 });
    this.#s3 = new S3Client({ ...own, endpoint: options.s3, maxAttempts: 2, forcePathStyle: true });
  }

  /** Exports every order, or what changed since a moment (milliseconds since 1970). Rejects with CannotExport. */
  async exportNow(since?: number): Promise<ExportedNow> {
    const began = Date.now();
    const wanted = since === undefined ? [everything(began)] : windowsFrom(since, began).map(aWindow);
    const arn = await this.#tableArn();
    let items = 0;
    for (const each of wanted) {
      const done = await this.#exported({ ...each, TableArn: arn, S3Bucket: this.#options.buckets.exports });
      items += done.ItemCount ?? 0;
    }
    const readable = (await this.list("readable/")).filter(({ at }) => at >= Math.floor(began / 1000) * 1000);
    return { prefixes: wanted.map(({ S3Prefix }) => `${S3Prefix}/`), items, readable };
  }

  /** Every object below a prefix, in the order of the keys. */
  async list(prefix: string): Promise<readonly StoredObject[]> {
    const found: StoredObject[] = [];
    let token: string | undefined;
    do {
      const page = await this.#s3.send(
        new ListObjectsV2Command({ Bucket: this.#options.buckets.exports, Prefix: prefix, ContinuationToken: token }),
      );
      for (const { Key, Size = 0, LastModified } of page.Contents ?? [])
        if (Key !== undefined) found.push({ key: Key, size: Size, at: LastModified?.getTime() ?? 0 });
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return found;
  }

  /** An object's bytes; undefined where there is none. */
  async read(key: string): Promise<Uint8Array | undefined> {
    try {
      const { Body } = await this.#s3.send(new GetObjectCommand({ Bucket: this.#options.buckets.exports, Key: key }));
      return await Body?.transformToByteArray();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  close(): void {
    this.#dynamodb.destroy();
    this.#s3.destroy();
  }

  async #tableArn(): Promise<string> {
    const { Table } = await this.#dynamodb.send(new DescribeTableCommand({ TableName: this.#options.tables.orders }));
    return Table?.TableArn ?? "";
  }

  /** Resolves when the export is readable. To be called one after the other: only the last readable export is known. */
  async #exported(input: ExportTableToPointInTimeCommandInput): Promise<ExportDescription> {
    const before = await this.#lastReadable();
    const begun = await this.#dynamodb.send(new ExportTableToPointInTimeCommand(input));
    const ExportArn = begun.ExportDescription?.ExportArn;
    const deadline = Date.now() + patience;
    while (Date.now() < deadline) {
      const { ExportDescription } = await this.#dynamodb.send(new DescribeExportCommand({ ExportArn }));
      const { ExportStatus, FailureMessage } = ExportDescription ?? {};
      if (ExportStatus === "FAILED")
        throw new CannotExport(`The export failed: ${FailureMessage ?? "nobody says why"}.`);
      if (ExportStatus === "COMPLETED" && (await this.#lastReadable()) !== before) return ExportDescription ?? {};
      await pause(50);
    }
    throw new CannotExport("The export did not become readable within two minutes; npm start -- --logs shows why.");
  }

  async #lastReadable(): Promise<string | undefined> {
    const Key = { exported: { S: "orders" } };
    const { Item } = await this.#dynamodb.send(
      new GetItemCommand({ TableName: this.#options.tables.exports, Key, ConsistentRead: true }),
    );
    return Item?.["lastExportAt"]?.S;
  }
}

const time = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace(":", "")}Z`;

const everything = (now: number) => ({ S3Prefix: `${exportsByHand}${time(now)}`, ExportType: "FULL_EXPORT" as const });

const aWindow = ({ from, to }: { from: number; to: number }) => ({
  S3Prefix: `${exportsByHand}${time(from)}--${time(to)}`,
  ExportType: "INCREMENTAL_EXPORT" as const,
  IncrementalExportSpecification: { ExportFromTime: new Date(from), ExportToTime: new Date(to) },
});

/** Windows that DynamoDB accepts: whole seconds, 15 minutes to 24 hours each, the last one up to now. Throws CannotExport. */
export function windowsFrom(since: number, now: number): readonly { readonly from: number; readonly to: number }[] {
  const end = Math.ceil(now / 1000) * 1000;
  const start = Math.floor(since / 1000) * 1000;
  if (end - start < shortestWindow)
    throw new CannotExport(
      "DynamoDB exports what changed in 15 minutes at least: name an earlier moment, or export all.",
    );
  const windows: { from: number; to: number }[] = [];
  for (let from = start; from < end; ) {
    const left = end - from;
    // The last one must not be too short.
    const length =
      left > longestWindow && left < longestWindow + shortestWindow ? longestWindow - shortestWindow : longestWindow;
    const to = Math.min(from + length, end);
    windows.push({ from, to });
    from = to;
  }
  return windows;
}
