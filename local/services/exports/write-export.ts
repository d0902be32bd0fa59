/** Writes an export into a bucket byte for byte as DynamoDB lays it out: data files, manifests and their check sums. */
import { createHash, randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { ExportLine } from "./export-lines.ts";
import type { ExportRecord } from "./export-record.ts";

export interface Written {
  readonly itemCount: number;
  readonly billedSizeBytes: number;
  /** Milliseconds. */
  readonly endTime: number;
}

/** An increment costs at least as much as this. */
const leastBilled = 10_000_000;
/** A table has several partitions, and an export a file for each; bytes before they are packed. */
const partitions = 4;
const partitionBytes = 16_000_000;

/** The empty object with which DynamoDB tries whether it may write. */
export async function writeStarted(s3: S3Client, record: ExportRecord): Promise<void> {
  await put(s3, record.bucket, `${folderOf(record)}/_started`, "");
}

/** Writes all of it; the summary comes last. Rejects with the object store's error. */
export async function writeExport(
  s3: S3Client,
  record: ExportRecord,
  lines: readonly ExportLine[],
  tableBytes: number,
): Promise<Written> {
  const folder = folderOf(record);
  const isFull = record.type === "FULL_EXPORT";
  // All incremental exports with the same prefix share one folder of data.
  const dataFolder = isFull ? `${folder}/data` : `${rootOf(record)}AWSDynamoDB/data`;
  const files: string[] = [];
  for (const part of inPartitions(lines)) {
    const bytes = gzipSync(part.map(({ text }) => `${text}\n`).join(""));
    const key = `${dataFolder}/${fileName()}.json.gz`;
    await putAsOnePart(s3, record.bucket, key, bytes);
    files.push(JSON.stringify(fileEntry(key, bytes, part.length)));
  }
  const bytes = lines.reduce((sum, { text }) => sum + text.length, 0);
  const written: Written = {
    itemCount: lines.length,
    billedSizeBytes: isFull ? tableBytes : Math.max(leastBilled, bytes),
    endTime: Date.now(),
  };
  await putSummed(s3, record.bucket, `${folder}/manifest-files`, files.map((line) => `${line}\n`).join(""));
  await putSummed(s3, record.bucket, `${folder}/manifest-summary`, JSON.stringify(summaryOf(record, written)));
  return written;
}

/** `prefix/AWSDynamoDB/01768385930622-efd1a093` */
export const folderOf = (record: ExportRecord): string =>
  `${rootOf(record)}AWSDynamoDB/${record.exportArn.split("/").at(-1)}`;

const rootOf = ({ prefix }: ExportRecord): string => (prefix === null ? "" : `${prefix.replace(/\/$/, "")}/`);

function inPartitions(lines: readonly ExportLine[]): readonly (readonly ExportLine[])[] {
  const bytes = lines.reduce((sum, { text }) => sum + text.length, 0);
  const count = Math.max(partitions, Math.ceil(bytes / partitionBytes));
  const parts: ExportLine[][] = Array.from({ length: count }, () => []);
  for (const line of lines) parts[createHash("md5").update(line.key).digest().readUInt32BE() % count]?.push(line);
  return parts;
}

/** 26 letters and digits, as `5mrfg3b44e3vhnfickkozoym6a`. */
function fileName(): string {
  const alphabet = "abcdefghijklmnopqrstuvwxyz234567";
  return [...randomBytes(26)].map((byte) => alphabet.charAt(byte % 32)).join("");
}

const md5 = (bytes: string | Uint8Array): Buffer => createHash("md5").update(bytes).digest();

/** In the order of DynamoDB's keys; the etag is that of an upload in one part. */
const fileEntry = (key: string, bytes: Uint8Array, itemCount: number) => ({
  itemCount,
  md5Checksum: md5(bytes).toString("base64"),
  etag: `${md5(md5(bytes)).toString("hex")}-1`,
  dataFileS3Key: key,
});

/** In the order of DynamoDB's keys; only incremental exports name their type. */
function summaryOf(record: ExportRecord, { itemCount, billedSizeBytes, endTime }: Written) {
  const isFull = record.type === "FULL_EXPORT";
  return {
    version: isFull ? "2020-06-30" : "2023-08-01",
    exportArn: record.exportArn,
    startTime: iso(record.startTime),
    endTime: iso(endTime),
    tableArn: record.tableArn,
    tableId: record.tableId,
    ...(isFull
      ? { exportTime: iso(record.exportTime) }
      : { exportFromTime: iso(record.from), exportToTime: iso(record.to) }),
    s3Bucket: record.bucket,
    s3Prefix: record.prefix,
    s3SseAlgorithm: record.sse,
    s3SseKmsKeyId: record.kmsKeyId,
    manifestFilesS3Key: `${folderOf(record)}/manifest-files.json`,
    billedSizeBytes,
    itemCount,
    outputFormat: "DYNAMODB_JSON",
    ...(isFull ? {} : { outputView: record.view, exportType: "INCREMENTAL_EXPORT" }),
  };
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** A manifest behind its check sum, so that whoever sees it finds both. */
async function putSummed(s3: S3Client, bucket: string, name: string, text: string): Promise<void> {
  await put(s3, bucket, `${name}.md5`, md5(text).toString("base64"));
  await put(s3, bucket, `${name}.json`, text);
}

const put = (s3: S3Client, Bucket: string, Key: string, Body: string): Promise<unknown> =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentLength: Buffer.byteLength(Body) }));

async function putAsOnePart(s3: S3Client, Bucket: string, Key: string, Body: Uint8Array): Promise<void> {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body }));
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }));
}
