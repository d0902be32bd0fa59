/** One data file's lines as items or changes, a batch for each block; what is wrong is thrown, or reported and left out. */
import { createHash } from "node:crypto";
import { type DataFile, ExportProblem, type Finding, type ItemChange } from "#core/exports/found-export.ts";
import type { Item } from "#core/exports/item.ts";
import { itemOfJson, NotAnItem } from "#core/exports/item-of-json.ts";
import type { ExportPlace } from "#ports/export-place.ts";
import { wholeLines } from "./whole-lines.ts";

export interface FileReading {
  readonly place: ExportPlace;
  readonly wanted: ReadonlySet<string> | undefined;
  readonly lenient: boolean;
  /** Told of packed bytes as they are read. */
  readonly onBytes: (count: number) => void;
  /** Told of what is left out, with the number of items that are missing for it (lenient only). */
  readonly onFinding: (finding: Finding, items: number) => void;
}

/** The items of a full export's file. */
export const readItems = (file: DataFile, reading: FileReading): AsyncGenerator<Item[]> =>
  readLines(file, reading, (line) => {
    const json: unknown = JSON.parse(line);
    if (typeof json !== "object" || json === null || !("Item" in json)) throw new NotAnItem("no Item");
    return itemOfJson(json.Item, reading.wanted);
  });

/** The changes of an incremental export's file; keys are whole, images have the wanted attributes. */
export const readFileChanges = (file: DataFile, reading: FileReading): AsyncGenerator<ItemChange[]> =>
  readLines(file, reading, (line) => changeOf(JSON.parse(line), reading.wanted));

async function* readLines<Thing>(
  file: DataFile,
  reading: FileReading,
  read: (line: string) => Thing,
): AsyncGenerator<Thing[]> {
  const where = reading.place.locate(file.key);
  let lines = 0;
  const readLine = (text: string, place: () => string): [] | [Thing] => {
    try {
      return [read(text)];
    } catch (error) {
      leaveOut(reading, lineProblem(place(), error), 1);
      return [];
    }
  };
  try {
    if (reading.lenient) await checkSum(file, reading);
    for await (const block of wholeLines(reading.place, file, reading.lenient ? () => {} : reading.onBytes)) {
      const texts = block.toString().split("\n");
      texts.pop();
      const first = lines + 1;
      lines += texts.length;
      yield texts.flatMap((text, index) => readLine(text, () => `${where}, line ${first + index}`));
    }
    if (lines !== file.itemCount) throw new ExportProblem(miscounted(where, lines, file.itemCount));
  } catch (error) {
    leaveOut(reading, error, Math.max(0, file.itemCount - lines));
  }
}

/** Goes on if that is asked for and the trouble is the file's; else throws it. */
function leaveOut(reading: FileReading, error: unknown, items: number): void {
  if (!reading.lenient || !(error instanceof ExportProblem)) throw error;
  reading.onFinding(error.finding, items);
}

function lineProblem(where: string, error: unknown): unknown {
  const mend = "Download the file again; if it stays so, export the table again.";
  if (error instanceof NotAnItem) return new ExportProblem({ where, what: `This line holds ${error.message}.`, mend });
  return error instanceof SyntaxError ? new ExportProblem({ where, what: "This line is not JSON.", mend }) : error;
}

function miscounted(where: string, lines: number, itemCount: number): Finding {
  const mend = "Download the file again; if it stays so, export the table again.";
  return { where, what: `It holds ${lines} items, but its manifest says ${itemCount}.`, mend };
}

/** Where one goes on without files that are wrong, that must be known before anything of them is used. */
async function checkSum(file: DataFile, { place, onBytes }: FileReading): Promise<void> {
  const sum = createHash("md5");
  for await (const part of await place.read(file.key)) {
    sum.update(part);
    onBytes(part.length);
  }
  if (sum.digest("base64") === file.md5) return;
  throw new ExportProblem({
    where: place.locate(file.key),
    what: "It is not as DynamoDB wrote it: its MD5 differs from the manifest's.",
    mend: "Download the file again; if it stays so, export the table again.",
  });
}

function changeOf(json: unknown, wanted: ReadonlySet<string> | undefined): ItemChange {
  if (typeof json !== "object" || json === null || !("Keys" in json)) throw new NotAnItem("no Keys");
  const metadata = "Metadata" in json ? itemOfJson(json.Metadata) : {};
  const micros = metadata["WriteTimestampMicros"];
  if (typeof micros !== "number") throw new NotAnItem("no WriteTimestampMicros");
  return {
    keys: itemOfJson(json.Keys),
    ...("OldImage" in json ? { oldImage: itemOfJson(json.OldImage, wanted) } : {}),
    ...("NewImage" in json ? { newImage: itemOfJson(json.NewImage, wanted) } : {}),
    writtenAtMicros: micros,
  };
}
