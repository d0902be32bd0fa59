/** Orders as files for people: per Page, with and without personal data, test orders apart; rows by when they were placed. */
import { groupMaker, parquetFile } from "#adapters/exports/parquet-file.ts";
import { type View, withoutPersonalData } from "#core/exports/column.ts";
import { csvDialects, csvWriter } from "#core/exports/csv.ts";
import type { Item } from "#core/exports/item.ts";
import { localClock } from "#core/exports/local-clock.ts";
import { orderView } from "#core/exports/order-columns.ts";
import { textOf } from "#core/exports/read-item.ts";
import { keyOf, pageOf } from "#core/exports/readable-files.ts";
import type { Locale } from "#core/values/locale.ts";
import type { Upload } from "#ports/upload.ts";

export interface ReadableOptions {
  readonly timeZone: string;
  readonly locale: Locale;
  readonly upload: (key: string, contentType: string) => Upload;
  /** As a ReadableFile has it. */
  readonly of: string;
  readonly all: boolean;
}

/** Orders that are sorted together and held in memory; more of them follow as another sorted run. */
const runLength = 5000;

export class ReadableFiles {
  readonly #options: ReadableOptions;
  readonly #groups = new Map<string, Group>();
  #orders = 0;

  constructor(options: ReadableOptions) {
    this.#options = options;
  }

  async add(order: Item): Promise<void> {
    const page = pageOf(order["pageId"]);
    const test = order["livemode"] === false;
    const name = `${page}/${test}`;
    const group = this.#groups.get(name) ?? new Group(this.#options, page, test);
    this.#groups.set(name, group);
    this.#orders += 1;
    await group.add(order);
  }

  /** Makes the files appear; the number of orders in them. */
  async end(): Promise<number> {
    for (const group of this.#groups.values()) await group.end();
    return this.#orders;
  }

  async abandon(): Promise<void> {
    for (const group of this.#groups.values()) await group.abandon();
  }
}

/** The files of one Page's real or test orders. */
class Group {
  readonly #files: readonly OrderFile[];
  #run: Item[] = [];

  constructor(options: ReadableOptions, page: string, test: boolean) {
    this.#files = [true, false].flatMap((personalData) => {
      const view = personalData ? orderView : withoutPersonalData(orderView);
      const file = { ...options, page, test, personalData };
      return [csvFile(file, view), parquetOf(file, view)];
    });
  }

  async add(order: Item): Promise<void> {
    this.#run.push(order);
    if (this.#run.length >= runLength) await this.#writeRun();
  }

  async end(): Promise<void> {
    await this.#writeRun();
    for (const file of this.#files) await file.end();
  }

  async abandon(): Promise<void> {
    for (const file of this.#files) await file.abandon();
  }

  async #writeRun(): Promise<void> {
    const orders = this.#run.sort((one, other) => (placed(one) < placed(other) ? -1 : 1));
    this.#run = [];
    for (const file of this.#files) await file.write(orders);
  }
}

const placed = (order: Item): string => `${textOf(order["placedAt"]) ?? ""} ${textOf(order["orderId"]) ?? ""}`;

interface OrderFile {
  write(orders: readonly Item[]): Promise<void>;
  end(): Promise<void>;
  abandon(): Promise<void>;
}

type FileOptions = ReadableOptions & { readonly page: string; readonly test: boolean; readonly personalData: boolean };

/** As the spreadsheets of the shop's country open it. */
function csvFile(options: FileOptions, view: View): OrderFile {
  const upload = options.upload(keyOf({ ...options, format: "csv" }), "text/csv; charset=utf-8");
  const dialect = options.locale === "fr" ? csvDialects.fr : csvDialects.excel;
  const { header, row } = csvWriter(view, dialect, localClock(options.timeZone));
  let start = header;
  return {
    async write(orders) {
      const rows = orders.flatMap((order) => view.rowsOf(order)).map(row);
      await upload.write(Buffer.from(start + rows.join("")));
      start = "";
    },
    end: () => upload.end(),
    abandon: () => upload.abandon(),
  };
}

/** As programs read it; each run is a row group. */
function parquetOf(options: FileOptions, view: View): OrderFile {
  const upload = options.upload(keyOf({ ...options, format: "parquet" }), "application/vnd.apache.parquet");
  const file = parquetFile(view);
  const group = groupMaker(view);
  return {
    async write(orders) {
      for (const order of orders) for (const row of view.rowsOf(order)) group.add(row);
      if (group.waiting() > 0) await upload.write(file.add(group.take()));
    },
    async end() {
      await upload.write(file.end());
      await upload.end();
    },
    abandon: () => upload.abandon(),
  };
}
