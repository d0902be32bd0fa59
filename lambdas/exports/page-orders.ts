/** The orders of one Page as files for people: with and without personal data, as CSV and as Parquet. */
import { type Decimals, usualDecimals, widest } from "#adapters/exports/parquet-columns.ts";
import { parquetFile } from "#adapters/exports/parquet-file.ts";
import { GroupMaker } from "#adapters/exports/parquet-groups.ts";
import { type View, withoutPersonalData } from "#core/exports/column.ts";
import { csvDialects, csvWriter } from "#core/exports/csv.ts";
import { ExactNumber, Item, ItemSet, type ItemValue } from "#core/exports/item.ts";
import { localClock } from "#core/exports/local-clock.ts";
import { orderView } from "#core/exports/order-columns.ts";
import { textOf } from "#core/exports/read-item.ts";
import { keyOf, type ReadableFile } from "#core/exports/readable-files.ts";
import { TextBytes } from "#core/exports/text-bytes.ts";
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

/** What the orders of one Page take beyond what is promised and usual. */
export interface Width {
  /** Attributes with columns of their own, sorted. */
  readonly surplus: readonly string[];
  readonly decimals: Decimals;
}

export const usualWidth: Width = { surplus: [], decimals: usualDecimals };

/** Columns beside the promised ones; memory is held for each. An order has some fifty attributes. */
const mostSurplus = 500;

export type PageOptions = ReadableOptions & Pick<ReadableFile, "page" | "test">;

/** The files of one Page's real or test orders. */
export class PageOrders {
  readonly #files: readonly OrderFile[];
  readonly #view: View;
  readonly #surplus: Set<string>;
  #decimals: Decimals;
  #run: Item[] = [];
  /** Of the orders that wait to be written. */
  weight = 0;

  constructor(options: PageOptions, { surplus, decimals }: Width) {
    this.#view = orderView.extendedBy(surplus);
    this.#surplus = new Set(surplus);
    this.#decimals = decimals;
    this.#files = [true, false].flatMap((personalData) => {
      const view = personalData ? this.#view : withoutPersonalData(this.#view);
      const file = { ...options, personalData };
      return [csvFile(file, view), parquetOf(file, view, decimals)];
    });
  }

  /** The width that holds all that was added. */
  get needed(): Width {
    return { surplus: [...this.#surplus].sort(), decimals: this.#decimals };
  }

  /** Whether the order has attributes without a column. */
  lacks(order: Item): boolean {
    const before = this.#surplus.size;
    for (const name of this.#view.surplusOf(order)) if (this.#surplus.size < mostSurplus) this.#surplus.add(name);
    return this.#surplus.size > before;
  }

  /** Keeps the order until it is written; its weight. */
  hold(order: Item): number {
    const kept = order.kept();
    const weight = weightOf(kept);
    this.#run.push(kept);
    this.weight += weight;
    return weight;
  }

  /** Writes the orders that wait as a sorted run; whether some of their amounts need other decimals. */
  async write(): Promise<boolean> {
    const orders = this.#run.sort((one, other) => (placed(one) < placed(other) ? -1 : 1));
    this.#run = [];
    this.weight = 0;
    let needs: Decimals | undefined;
    for (const file of this.#files) needs = widest(needs, await file.write(orders));
    this.#decimals = widest(this.#decimals, needs) ?? this.#decimals;
    return needs !== undefined;
  }

  async end(): Promise<void> {
    for (const file of this.#files) await file.end();
  }

  async abandon(): Promise<void> {
    for (const file of this.#files) await file.abandon();
  }
}

/** About how many bytes of memory a value takes. */
function weightOf(value: ItemValue): number {
  if (typeof value === "string") return 40 + value.length;
  if (typeof value !== "object" || value === null) return 16;
  if (value instanceof Uint8Array) return 200 + value.length;
  return partsOf(value).reduce<number>((sum, part) => sum + 16 + weightOf(part), 64);
}

function partsOf(value: ExactNumber | ItemSet | Item | readonly ItemValue[]): readonly ItemValue[] {
  if (value instanceof ExactNumber) return [value.text];
  if (value instanceof ItemSet) return value.values;
  return value instanceof Item ? value.entries().map(([, part]) => part) : value;
}

const placed = (order: Item): string => `${textOf(order.get("placedAt")) ?? ""} ${textOf(order.get("orderId")) ?? ""}`;

interface OrderFile {
  /** The decimals that amounts need which could not be written. */
  write(orders: readonly Item[]): Promise<Decimals | undefined>;
  end(): Promise<void>;
  abandon(): Promise<void>;
}

type FileOptions = PageOptions & Pick<ReadableFile, "personalData">;

/** As the spreadsheets of the shop's country open it. */
function csvFile(options: FileOptions, view: View): OrderFile {
  const upload = options.upload(keyOf({ ...options, format: "csv" }), "text/csv; charset=utf-8");
  const dialect = options.locale === "fr" ? csvDialects.fr : csvDialects.excel;
  const { header, write } = csvWriter(view, dialect, localClock(options.timeZone));
  let start = header;
  return {
    async write(orders) {
      const rows = new TextBytes();
      rows.text(start);
      start = "";
      for (const order of orders) for (const row of view.rowsOf(order)) write(row, rows);
      await upload.write(rows.take());
      return undefined;
    },
    end: () => upload.end(),
    abandon: () => upload.abandon(),
  };
}

/** As programs read it; each run is a row group. */
function parquetOf(options: FileOptions, view: View, decimals: Decimals): OrderFile {
  const upload = options.upload(keyOf({ ...options, format: "parquet" }), "application/vnd.apache.parquet");
  const file = parquetFile(view, decimals);
  const maker = new GroupMaker(view, decimals);
  return {
    async write(orders) {
      maker.add(orders.flatMap((order) => view.rowsOf(order)));
      if (maker.waiting === 0) return undefined;
      const group = maker.take();
      await upload.write(file.add(group));
      return group.needs;
    },
    async end() {
      await upload.write(file.end());
      await upload.end();
    },
    abandon: () => upload.abandon(),
  };
}
