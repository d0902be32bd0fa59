/** Writes exports of a table into a folder, byte for byte in the layout that DynamoDB uses in a bucket. */
import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { ExactNumber, ItemSet } from "#core/exports/item.ts";
import { chance } from "#test/simulation/random.ts";

/** A plain value of an attribute; what typed JSON says of it follows from its JavaScript type. */
export type Plain = unknown;
export type PlainItem = object;

export interface ExportOptions {
  /** Under which the export lies in its bucket: `orders/full`. */
  readonly prefix?: string;
  readonly table?: string;
  readonly tableId?: string;
  /** How many data files the items are spread over; one unless said. */
  readonly files?: number;
  /** How many items a data file holds; instead of `files`, for more items than memory should hold. */
  readonly perFile?: number;
  /** How many data files without an item there are besides. */
  readonly emptyFiles?: number;
  /** 1 to 9. */
  readonly compression?: number;
  /** Keys that a later edition of DynamoDB might add to the summary. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

export interface FullExport extends ExportOptions {
  /** Milliseconds since 1970. */
  readonly exportTime: number;
  readonly items: Iterable<PlainItem>;
}

/** What became of one item within a window; without a new image it was deleted. */
export interface Change {
  readonly keys: PlainItem;
  readonly oldImage?: PlainItem;
  readonly newImage?: PlainItem;
  /** Milliseconds since 1970. */
  readonly writtenAt: number;
}

export interface IncrementalExport extends ExportOptions {
  /** The window, milliseconds since 1970: from, and to before. */
  readonly from: number;
  readonly to: number;
  readonly view?: "NEW_IMAGE" | "NEW_AND_OLD_IMAGES";
  readonly changes: Iterable<Change>;
}

export interface WrittenExport {
  readonly exportId: string;
  /** Relative to the root that it was written to: `orders/full/AWSDynamoDB/0176…`. */
  readonly folder: string;
  readonly items: number;
  /** Keys of the data files, the empty ones last. */
  readonly dataFiles: readonly string[];
  /** Of all data files: as they lie there, and unpacked. */
  readonly bytes: number;
  readonly plainBytes: number;
}

/** Writes a full export of these items, one line each. */
export async function writeFullExport(root: string, full: FullExport): Promise<WrittenExport> {
  const at = full.exportTime;
  const exportId = idOf(at, "full", full);
  return writeExport(root, {
    options: full,
    exportId,
    dataFolder: `${exportId}/data`,
    lines: lines(full.items, (item) => `{"Item":${typedItem(item)}}`),
    summary: {
      head: { version: "2020-06-30" },
      times: { startTime: iso(at), endTime: iso(at + 364_362) },
      window: { exportTime: iso(at) },
      tail: {},
      billed: (bytes) => bytes,
    },
  });
}

/** Writes an incremental export of these changes; its data files lie in the folder that all of its prefix share. */
export async function writeIncrementalExport(root: string, increment: IncrementalExport): Promise<WrittenExport> {
  const view = increment.view ?? "NEW_AND_OLD_IMAGES";
  const started = Math.floor((increment.to + 386_000) / 1000) * 1000;
  return writeExport(root, {
    options: increment,
    exportId: idOf(started, `from ${increment.from}`, increment),
    dataFolder: "data",
    lines: lines(increment.changes, (change) => changeLine(change, view)),
    summary: {
      head: { version: "2023-08-01" },
      times: { startTime: iso(started), endTime: iso(started + 306_779) },
      window: { exportFromTime: iso(increment.from), exportToTime: iso(increment.to) },
      tail: { outputView: view, exportType: "INCREMENTAL_EXPORT" },
      billed: (bytes) => Math.max(bytes, 10_000_000),
    },
  });
}

/** An item as typed JSON, `{"orderId":{"S":"O-…"}}`. */
export function typedItem(item: PlainItem): string {
  return `{${Object.entries(item)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${JSON.stringify(name)}:${typed(value)}`)
    .join(",")}}`;
}

/** A value as typed JSON: `{"S":"…"}`, `{"N":"…"}`, `{"M":{…}}` … */
export function typed(value: Plain): string {
  if (typeof value === "string") return `{"S":${JSON.stringify(value)}}`;
  if (typeof value === "number") return `{"N":"${value}"}`;
  if (value instanceof ExactNumber) return `{"N":"${value.text}"}`;
  if (typeof value === "boolean") return `{"BOOL":${value}}`;
  if (value === null) return '{"NULL":true}';
  if (value instanceof Uint8Array) return `{"B":"${base64(value)}"}`;
  if (value instanceof ItemSet) return typedSet(value);
  if (Array.isArray(value)) return `{"L":[${value.map(typed).join(",")}]}`;
  if (typeof value === "object") return `{"M":${typedItem(value)}}`;
  throw new TypeError(`no attribute can hold a ${typeof value}`);
}

function typedSet(set: ItemSet): string {
  const letters = { texts: "SS", numbers: "NS", bytes: "BS" } as const;
  const texts = set.values.map((value) => {
    if (value instanceof Uint8Array) return base64(value);
    if (value instanceof ExactNumber) return value.text;
    if (typeof value === "string" || typeof value === "number") return String(value);
    throw new TypeError(`no set can hold a ${typeof value}`);
  });
  return `{"${letters[set.kind]}":${JSON.stringify(texts)}}`;
}

function changeLine(change: Change, view: "NEW_IMAGE" | "NEW_AND_OLD_IMAGES"): string {
  const old = view === "NEW_IMAGE" || change.oldImage === undefined ? "" : `,"OldImage":${typedItem(change.oldImage)}`;
  const now = change.newImage === undefined ? "" : `,"NewImage":${typedItem(change.newImage)}`;
  const micros = Math.floor(change.writtenAt * 1000);
  return `{"Metadata":{"WriteTimestampMicros":{"N":"${micros}"}},"Keys":${typedItem(change.keys)}${old}${now}}`;
}

interface Layout {
  readonly options: ExportOptions;
  readonly exportId: string;
  /** Below `AWSDynamoDB/`. */
  readonly dataFolder: string;
  readonly lines: Iterable<string>;
  readonly summary: {
    readonly head: object;
    readonly times: object;
    readonly window: object;
    readonly tail: object;
    readonly billed: (bytes: number) => number;
  };
}

/** Packs in the background, a few files at a time, while the lines of the next come. */
async function writeExport(root: string, layout: Layout): Promise<WrittenExport> {
  const { options, exportId } = layout;
  const above = options.prefix === undefined ? "AWSDynamoDB" : `${options.prefix}/AWSDynamoDB`;
  const folder = `${above}/${exportId}`;
  await mkdir(join(root, folder), { recursive: true });
  await mkdir(join(root, above, layout.dataFolder), { recursive: true });
  await writeFile(join(root, folder, "_started"), "");
  const written = { bytes: 0, plainBytes: 0, items: 0, dataFiles: [] as string[] };
  const entries: string[] = [];
  let underWay: Promise<void>[] = [];
  for (const lines of linesByFile(layout.lines, options)) {
    const number = written.dataFiles.length;
    const key = `${above}/${layout.dataFolder}/${fileName(exportId, number)}.json.gz`;
    const plain = Buffer.from(lines.join(""));
    written.dataFiles.push(key);
    written.items += lines.length;
    written.plainBytes += plain.length;
    const write = async (): Promise<void> => {
      const packed = await pack(plain, { level: options.compression ?? 6 });
      await writeFile(join(root, key), packed);
      written.bytes += packed.length;
      entries[number] = `${JSON.stringify(fileEntry(lines.length, packed, key))}\n`;
    };
    underWay.push(write());
    if (underWay.length >= 4) {
      await Promise.all(underWay);
      underWay = [];
    }
  }
  await Promise.all(underWay);
  await writeWithSum(root, `${folder}/manifest-files`, entries.join(""));
  const { head, times, window, tail, billed } = layout.summary;
  const tableArn = `arn:aws:dynamodb:eu-west-3:123456789012:table/${options.table ?? "Orders"}`;
  const summary = {
    ...head,
    exportArn: `${tableArn}/export/${exportId}`,
    ...times,
    tableArn,
    tableId: options.tableId ?? "cf263806-6bf1-4e51-a242-7067dcdecc72",
    ...window,
    s3Bucket: "shop-exports",
    s3Prefix: options.prefix ?? null,
    s3SseAlgorithm: "AES256",
    s3SseKmsKeyId: null,
    manifestFilesS3Key: `${folder}/manifest-files.json`,
    billedSizeBytes: billed(written.plainBytes),
    itemCount: written.items,
    outputFormat: "DYNAMODB_JSON",
    ...tail,
    ...options.extra,
  };
  await writeWithSum(root, `${folder}/manifest-summary`, JSON.stringify(summary));
  return { exportId, folder, ...written };
}

function* lines<Thing>(things: Iterable<Thing>, line: (thing: Thing) => string): Generator<string> {
  for (const thing of things) yield `${line(thing)}\n`;
}

const pack = promisify<Buffer, { level: number }, Buffer>(gzip);

function* linesByFile(lines: Iterable<string>, options: ExportOptions): Generator<string[]> {
  const { files = 1, perFile, emptyFiles = 0 } = options;
  const all = perFile === undefined ? Array.from(lines) : [];
  const size = perFile ?? Math.ceil(all.length / files);
  let held: string[] = [];
  for (const line of perFile === undefined ? all : lines) {
    held.push(line);
    if (held.length < size) continue;
    yield held;
    held = [];
  }
  if (held.length > 0) yield held;
  for (let empty = 0; empty < emptyFiles; empty += 1) yield [];
}

function fileEntry(itemCount: number, packed: Uint8Array, dataFileS3Key: string): object {
  const sum = createHash("md5").update(packed).digest();
  const etag = `${createHash("md5").update(sum).digest("hex")}-1`;
  return { itemCount, md5Checksum: sum.toString("base64"), etag, dataFileS3Key };
}

async function writeWithSum(root: string, name: string, text: string): Promise<void> {
  await writeFile(join(root, `${name}.json`), text);
  await writeFile(join(root, `${name}.md5`), createHash("md5").update(text).digest("base64"));
}

/** Fourteen digits of milliseconds and eight of hex, which hang on the export's place and table. */
function idOf(at: number, what: string, options: ExportOptions): string {
  const tail = createHash("md5").update(`${at} ${what} ${options.prefix} ${options.table}`).digest("hex").slice(0, 8);
  return `${String(at).padStart(14, "0")}-${tail}`;
}

function fileName(exportId: string, number: number): string {
  const letters = "abcdefghijklmnopqrstuvwxyz234567";
  return Array.from({ length: 26 }, (_, at) =>
    letters.charAt(Math.floor(chance(number, `${exportId} ${at}`) * letters.length)),
  ).join("");
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const iso = (at: number): string => new Date(at).toISOString();
