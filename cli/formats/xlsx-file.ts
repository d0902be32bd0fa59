/** Rows as an Excel file (ECMA-376), made as they come: nothing is held but the row that is written. */
import { once } from "node:events";
import { crc32, createDeflateRaw } from "node:zlib";
import { Zip, type ZipInputFile } from "fflate";
import { CannotDo } from "#cli/command.ts";
import { escapeXml, rowNumber, type SheetWriter } from "#core/exports/sheet-rows.ts";
import type { OutFile } from "./out-file.ts";
import type { RowFormat } from "./row-format.ts";
import { sheetHead, sheetTail, workbookParts } from "./xlsx-parts.ts";

export interface Workbook {
  /** Of the sheets: "Orders", then "Orders 2" … */
  readonly title: string;
  readonly sheet: Pick<SheetWriter, "header" | "widths">;
  /** Rows a sheet can hold, the heading among them; Excel's limit unless said. */
  readonly rowsPerSheet?: number;
}

/** Excel's limit. */
const mostRows = 1_048_576;
/** Plain bytes of a sheet: a zip file's entry can have 4 GiB. */
const mostBytes = 3_500_000_000;

/** Writes rows as sheets: a new one begins where one is full. */
export function xlsxFormat(out: OutFile, { title, sheet, rowsPerSheet = mostRows }: Workbook): RowFormat {
  const archive = openArchive(out);
  const sheets: { readonly name: string; readonly rows: number }[] = [];
  let entry: Entry | undefined;
  let rows = 0;
  let bytes = 0;
  const beginSheet = async (): Promise<Entry> => {
    const begun = archive.add(`xl/worksheets/sheet${sheets.length + 1}.xml`);
    rows = 1;
    bytes = 0;
    await begun.write(sheetHead(sheet.widths, sheets.length === 0) + sheet.header.replaceAll(rowNumber, "1"));
    return begun;
  };
  const endSheet = async (): Promise<void> => {
    await entry?.end(sheetTail(sheet.widths, rows));
    sheets.push({ name: sheets.length === 0 ? title : `${title} ${sheets.length + 1}`, rows });
  };
  return {
    async begin() {
      entry = await beginSheet();
    },
    async add(block) {
      const all = Buffer.from(block.bytes.buffer, block.bytes.byteOffset, block.bytes.byteLength);
      let start = 0;
      let text = "";
      for (const end of block.ends) {
        if (rows >= rowsPerSheet || bytes > mostBytes) {
          await entry?.write(text);
          text = "";
          await endSheet();
          entry = await beginSheet();
        }
        rows += 1;
        bytes += end - start + 400;
        text += all.toString("utf8", start, end).replaceAll(rowNumber, String(rows));
        start = end;
        if (text.length < 1_000_000) continue;
        await entry?.write(text);
        text = "";
      }
      await entry?.write(text);
    },
    async end() {
      await endSheet();
      const named = sheets.map((each) => ({ ...each, name: escapeXml(each.name) }));
      for (const [name, text] of workbookParts(named, sheet.widths.length)) await archive.add(name).end(text);
      await archive.end();
    },
  };
}

interface Entry {
  readonly write: (text: string) => Promise<void>;
  readonly end: (text: string) => Promise<void>;
}

/** A zip archive whose entries are packed by the system's own library, one after the other. */
function openArchive(out: OutFile): { add: (name: string) => Entry; end: () => Promise<void> } {
  let made: Uint8Array[] = [];
  let size = 0;
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    made.push(chunk);
    size += chunk.length;
  });
  const flush = async (): Promise<void> => {
    // A zip file without the 64-bit extension, which not every program reads, ends at 4 GiB.
    if (size > 4_290_000_000)
      throw new CannotDo("An Excel file of 4 GB is none that Excel opens: choose csv or parquet.");
    const chunks = made;
    made = [];
    if (chunks.length > 0) await out.write(Buffer.concat(chunks));
  };
  return {
    add: (name) => packedEntry(zip, name, flush),
    async end() {
      zip.end();
      await flush();
    },
  };
}

function packedEntry(zip: Zip, filename: string, flush: () => Promise<void>): Entry {
  // 1980 is the first year that a zip file knows: the same orders make the same file.
  const file: ZipInputFile = { filename, size: 0, crc: 0, compression: 8, mtime: new Date(1980, 0, 1) };
  zip.add(file);
  const deflate = createDeflateRaw({ level: 4, chunkSize: 256 * 1024 });
  deflate.on("data", (chunk: Uint8Array<ArrayBuffer>) => file.ondata?.(null, chunk, false));
  const write = async (text: string): Promise<void> => {
    const bytes = Buffer.from(text);
    file.size += bytes.length;
    file.crc = crc32(bytes, file.crc);
    if (!deflate.write(bytes)) await once(deflate, "drain");
    await flush();
  };
  return {
    write,
    async end(text) {
      await write(text);
      deflate.end();
      await once(deflate, "end");
      file.ondata?.(null, new Uint8Array(), true);
      await flush();
    },
  };
}
