/** Finds the exports of a place by their manifests, and says what is wrong with each. */
import { createHash } from "node:crypto";
import type { DataFile, Finding, FoundExport } from "#core/exports/found-export.ts";
import type { OtherExports } from "#core/exports/plan-reading.ts";
import { type Instant, instant, minutes } from "#core/values/instant.ts";
import { type ExportPlace, PlaceProblem } from "#ports/export-place.ts";
import { type ExportSummary, exportSummary, type FileEntry, fileEntry } from "./manifests.ts";
import { sixteenAtOnce } from "./sixteen-at-once.ts";

export interface FoundExports extends OtherExports {
  /** All in the order of their keys. */
  readonly exports: readonly FoundExport[];
}

/**
 * The exports of a place; with `since`, those that may tell of something after it, and the last one before: each is named
 * by when it began, so that a year of them need not be looked at for the last day. Rejects with a PlaceProblem where the
 * place cannot be read or holds no export.
 */
export async function findExports(place: ExportPlace, since?: Instant): Promise<FoundExports> {
  const sizes = new Map<string, number>();
  for await (const { key, size } of place.list(place.within)) sizes.set(key, size);
  const folders = exportFolders(sizes.keys());
  if (folders.length === 0) {
    const mend = "Give the folder or prefix below which AWSDynamoDB lies.";
    throw new PlaceProblem("missing", `${place.name} holds no DynamoDB export. ${mend}`);
  }
  const [complete, others] = parted(folders, (folder) => sizes.has(`${folder}manifest-summary.json`));
  const looked = since === undefined ? complete : recent(complete, since);
  const searches = await sixteenAtOnce(looked, async (folder) => {
    const findings: Finding[] = [];
    return { folder, found: await readExport({ place, sizes, findings }, folder), findings };
  });
  return {
    exports: searches.flatMap(({ found }) => found ?? []),
    unreadable: searches.flatMap(({ folder, found, findings }) =>
      found === undefined ? [{ findings, begunAt: begunAt(folder) }] : [],
    ),
    unfinished: others.map((folder) => ({ where: place.locate(folder), begunAt: begunAt(folder) })),
  };
}

/** An export tells of nothing after its beginning; an hour is for clocks that differ. */
function recent(folders: readonly string[], since: Instant): readonly string[] {
  const last = Math.max(...folders.map((folder) => begunAt(folder) ?? 0));
  const from = Math.min(since - minutes(60), last);
  return folders.filter((folder) => (begunAt(folder) ?? from) >= from);
}

function parted<Thing>(things: readonly Thing[], is: (thing: Thing) => boolean): [Thing[], Thing[]] {
  return [things.filter(is), things.filter((thing) => !is(thing))];
}

interface Search {
  readonly place: ExportPlace;
  readonly sizes: Map<string, number>;
  readonly findings: Finding[];
}

/** Folders that hold `_started` or a summary, each with a `/` behind it unless it is the place itself. */
function exportFolders(keys: Iterable<string>): string[] {
  const folders = new Set<string>();
  for (const key of keys) {
    const end = /(?:^|\/)(?:_started|manifest-summary\.json)$/.exec(key);
    if (end !== null) folders.add(key.slice(0, end.index + (end[0].startsWith("/") ? 1 : 0)));
  }
  return [...folders].sort();
}

/** Exports are named by when they began, `01768385930622-efd1a093`: milliseconds, of an increment whole seconds of them. */
function begunAt(folder: string): Instant | undefined {
  const milliseconds = /(?:^|\/)(\d{14})-[0-9a-f]{8}\/$/.exec(folder)?.[1];
  return milliseconds === undefined ? undefined : instant(Number(milliseconds));
}

async function readExport(search: Search, folder: string): Promise<FoundExport | undefined> {
  const { place, findings } = search;
  const summaryKey = `${folder}manifest-summary.json`;
  const report = (key: string, what: string, mend: string): undefined => {
    findings.push({ where: place.locate(key), what, mend });
  };
  const text = await checkedText(search, `${folder}manifest-summary`, summaryKey);
  const parsed = exportSummary.safeParse(jsonOf(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join(".") ?? "";
    return report(summaryKey, `This summary is none that DynamoDB writes${where && `, at ${where}`}.`, again);
  }
  const summary = parsed.data;
  if (summary.outputFormat !== "DYNAMODB_JSON") {
    const mend = "Export the table again with the format DYNAMODB_JSON.";
    return report(summaryKey, `This export is in the format ${summary.outputFormat}, which cannot be read here.`, mend);
  }
  const files = await readFiles(search, folder, summary);
  if (files === undefined) return undefined;
  return { ...described(folder, summaryKey, summary, files), findings, ...kindOf(summary) };
}

const again = "Download the export again, all of its files together.";

async function readFiles(search: Search, folder: string, summary: ExportSummary): Promise<DataFile[] | undefined> {
  const { place, sizes, findings } = search;
  const key = `${folder}manifest-files.json`;
  const where = place.locate(key);
  if (!sizes.has(key)) {
    findings.push({ where, what: "The list of data files is missing.", mend: again });
    return undefined;
  }
  const text = await checkedText(search, `${folder}manifest-files`, key);
  const files: DataFile[] = [];
  let itemCount = 0;
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const parsed = fileEntry.safeParse(jsonOf(line));
    if (!parsed.success) {
      findings.push({ where: `${where}, line ${index + 1}`, what: "This line names no data file.", mend: again });
      continue;
    }
    itemCount += parsed.data.itemCount;
    // Empty partitions have a file too, of twenty bytes.
    if (parsed.data.itemCount > 0) files.push(await locateFile(search, { folder, summary, entry: parsed.data }));
  }
  if (itemCount !== summary.itemCount) {
    const what = `Its files hold ${itemCount} items, but manifest-summary.json says ${summary.itemCount}.`;
    findings.push({ where, what, mend: again });
  }
  return files;
}

interface Sought {
  readonly folder: string;
  readonly summary: ExportSummary;
  readonly entry: FileEntry;
}

/**
 * Manifests name files by their key in the bucket. The place may begin anywhere above or below, and a folder that was
 * downloaded may have another name: so a file is sought where the summary's own place says, then where exports have it.
 */
async function locateFile(search: Search, { folder, summary, entry }: Sought): Promise<DataFile> {
  const { place, sizes, findings } = search;
  const { dataFileS3Key, itemCount, md5Checksum: md5 } = entry;
  const inBucket = summary.manifestFilesS3Key.replace(/[^/]*$/, "");
  const root = inBucket.endsWith(folder) ? inBucket.slice(0, inBucket.length - folder.length) : undefined;
  const name = dataFileS3Key.slice(dataFileS3Key.lastIndexOf("/") + 1);
  const candidates = [`${folder}data/${name}`, `${parentOf(folder)}data/${name}`];
  if (root !== undefined && dataFileS3Key.startsWith(root)) candidates.unshift(dataFileS3Key.slice(root.length));
  for (const key of candidates) {
    if (!sizes.has(key) && !key.startsWith(place.within)) await listBeside(search, key);
    const size = sizes.get(key);
    if (size !== undefined) return { key, size, itemCount, md5 };
  }
  const key = candidates[0] ?? name;
  const what = `The data file is missing, and with it ${itemCount} items.`;
  findings.push({ where: place.locate(key), what, mend: again });
  return { key, size: undefined, itemCount, md5 };
}

/** The folder around a folder, both with a `/` at their end; the root is the empty text. */
const parentOf = (folder: string): string => folder.slice(0, folder.slice(0, -1).lastIndexOf("/") + 1);

/** Lists the folder of a key once, where it lies outside of what was listed. */
async function listBeside({ place, sizes }: Search, key: string): Promise<void> {
  const folder = key.slice(0, key.lastIndexOf("/") + 1);
  if (sizes.has(folder)) return;
  sizes.set(folder, 0);
  try {
    for await (const file of place.list(folder)) sizes.set(file.key, file.size);
  } catch (error) {
    if (!(error instanceof PlaceProblem && error.why === "missing")) throw error;
  }
}

function described(folder: string, summaryKey: string, summary: ExportSummary, files: readonly DataFile[]) {
  const { tableArn, tableId, itemCount, manifestFilesS3Key } = summary;
  const id = manifestFilesS3Key.split("/").at(-2) ?? folder;
  return { id, summaryKey, tableArn, tableId, table: tableArn.slice(tableArn.lastIndexOf("/") + 1), itemCount, files };
}

function kindOf(summary: ExportSummary) {
  if (summary.exportType === "FULL_EXPORT") return { kind: "full" as const, exportTime: instant(summary.exportTime) };
  const { exportFromTime, exportToTime, outputView } = summary;
  const oldImages = outputView !== "NEW_IMAGE";
  return { kind: "incremental" as const, from: instant(exportFromTime), to: instant(exportToTime), oldImages };
}

/** A manifest's text, compared with its sum where that is there (DynamoDB's guide calls the sums .checksum). */
async function checkedText({ place, sizes, findings }: Search, name: string, key: string): Promise<string> {
  const bytes = await allBytes(place, key);
  const sumKey = [`${name}.md5`, `${name}.checksum`].find((candidate) => sizes.has(candidate));
  if (sumKey !== undefined) {
    const sum = (await allBytes(place, sumKey)).toString().trim();
    if (sum !== createHash("md5").update(bytes).digest("base64")) {
      findings.push({
        where: place.locate(key),
        what: "This file is not as DynamoDB wrote it: its MD5 differs.",
        mend: again,
      });
    }
  }
  return bytes.toString();
}

async function allBytes(place: ExportPlace, key: string): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of await place.read(key)) parts.push(part);
  return Buffer.concat(parts);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
