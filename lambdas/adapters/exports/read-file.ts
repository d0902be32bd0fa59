/** One data file's lines as items or changes, a batch for each block; what is wrong is thrown, or reported and left out. */
import { isUtf8 } from "node:buffer";
import { type DataFile, ExportProblem, type Finding, type ItemChange } from "#core/exports/found-export.ts";
import type { Item } from "#core/exports/item.ts";
import { NotAnItem } from "#core/exports/item-of-json.ts";
import { changeOfLine, itemOfLine } from "#core/exports/line-of-json.ts";
import { LineScanner } from "#core/exports/line-scanner.ts";
import type { DataFiles } from "./data-files.ts";
import { wholeLines } from "./whole-lines.ts";

export interface FileReading {
  readonly files: DataFiles;
  /** Which attributes items and images are to have; the key's they have all the same. */
  readonly isWanted: (name: string) => boolean;
  /** The table's key, where it is known: an item without it is wrong. */
  readonly keyNames?: readonly string[];
  /** Told of the key's attributes where they were not known and an increment tells them. */
  readonly onKeyNames?: (names: readonly string[]) => void;
  /** False: images before the change are not needed. */
  readonly oldImages?: boolean;
  /** Told of what is left out, with the number of items that are missing for it (lenient only). */
  readonly onFinding: (finding: Finding, items: number) => void;
}

/** The items of a full export's file. */
export function readItems(file: DataFile, reading: FileReading): AsyncGenerator<Item[]> {
  const { keyNames = [] } = reading;
  const isWanted = (name: string): boolean => reading.isWanted(name) || keyNames.includes(name);
  return readLines(file, reading, {
    isWanted,
    quick: (scanner, start, end) => keyed(scanner.item(start, end), keyNames),
    patient: (line) => keyed(itemOfLine(line, isWanted), keyNames),
  });
}

/** The changes of an incremental export's file; keys are whole, images have the wanted attributes. */
export function readFileChanges(file: DataFile, reading: FileReading): AsyncGenerator<ItemChange[]> {
  const { isWanted, oldImages = true } = reading;
  let { keyNames = [] } = reading;
  const checked = (change: ItemChange): ItemChange => {
    if (keyNames.length === 0) {
      keyNames = change.keys.names.toSorted();
      reading.onKeyNames?.(keyNames);
    }
    keyed(change.keys, keyNames);
    return change;
  };
  return readLines(file, reading, {
    isWanted,
    quick: (scanner, start, end) => checked(scanner.change(start, end, oldImages)),
    patient: (line) => checked(changeOfLine(line, isWanted)),
  });
}

function keyed(item: Item, names: readonly string[]): Item {
  for (const name of names)
    if (item.shape.placeOf(name) === undefined) throw new NotAnItem(`an item without its key ${name}`);
  return item;
}

interface LineReader<Thing> {
  readonly isWanted: (name: string) => boolean;
  readonly quick: (scanner: LineScanner, start: number, end: number) => Thing;
  /** For JSON that is not written as DynamoDB does, and for what is none: it finds out which. */
  readonly patient: (line: string) => Thing;
}

async function* readLines<Thing>(
  file: DataFile,
  reading: FileReading,
  reader: LineReader<Thing>,
): AsyncGenerator<Thing[]> {
  const where = reading.files.place.locate(file.key);
  const scanner = new LineScanner(reader.isWanted);
  let lines = 0;
  try {
    for await (const block of wholeLines(await reading.files.open(file))) {
      const { things, wrong } = readBlock(reader, scanner, block);
      for (const { line, error } of wrong) leaveOut(reading, lineProblem(`${where}, line ${lines + line}`, error), 1);
      lines += things.length + wrong.length;
      yield things;
    }
    if (lines !== file.itemCount) throw new ExportProblem(miscounted(where, lines, file.itemCount));
  } catch (error) {
    leaveOut(reading, error, Math.max(0, file.itemCount - lines));
  }
}

interface Line {
  readonly start: number;
  /** Where its line feed stands. */
  readonly end: number;
}

interface BlockRead<Thing> {
  readonly things: Thing[];
  /** Lines by their number within the block, from 1. */
  readonly wrong: { readonly line: number; readonly error: NotAnItem }[];
}

function readBlock<Thing>(reader: LineReader<Thing>, scanner: LineScanner, block: Buffer): BlockRead<Thing> {
  const read: BlockRead<Thing> = { things: [], wrong: [] };
  scanner.use({
    // Bytes of one kind only are read more quickly.
    bytes: new Uint8Array(block.buffer, block.byteOffset, block.length),
    latin1: (start, end) => block.toString("latin1", start, end),
    utf8: (start, end) => block.toString("utf8", start, end),
    isUtf8: (start, end) => isUtf8(block.subarray(start, end)),
  });
  for (let start = 0; start < block.length; ) {
    const end = block.indexOf(10, start);
    const thing = readLine(reader, scanner, block, { start, end });
    if (!(thing instanceof NotAnItem)) read.things.push(thing);
    else read.wrong.push({ line: read.things.length + read.wrong.length + 1, error: thing });
    start = end + 1;
  }
  return read;
}

/** Goes on if that is asked for and the trouble is the file's; else throws it. */
function leaveOut(reading: FileReading, error: unknown, items: number): void {
  if (!reading.files.lenient || !(error instanceof ExportProblem)) throw error;
  reading.onFinding(error.finding, items);
}

function readLine<Thing>(
  { quick, patient }: LineReader<Thing>,
  scanner: LineScanner,
  block: Buffer,
  { start, end }: Line,
): Thing | NotAnItem {
  try {
    return quick(scanner, start, end);
  } catch (error) {
    if (!(error instanceof NotAnItem)) throw error;
  }
  try {
    const line = textOf(block.subarray(start, end));
    if (line === undefined) return new NotAnItem("a text that is not UTF-8");
    return patient(line);
  } catch (error) {
    if (error instanceof NotAnItem) return error;
    throw error;
  }
}

const strictly = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function textOf(bytes: Buffer): string | undefined {
  try {
    return strictly.decode(bytes);
  } catch {
    return undefined;
  }
}

const mend = "Download the file again; if it stays so, export the table again.";

const lineProblem = (where: string, { message }: NotAnItem): ExportProblem =>
  new ExportProblem({ where, what: `This line holds ${message}.`, mend });

function miscounted(where: string, lines: number, itemCount: number): Finding {
  return { where, what: `It holds ${lines} items, but its manifest says ${itemCount}.`, mend };
}
