/** How a command that reads writes its result: the options that all of them share. */
import { extname } from "node:path";
import { usualDecimals } from "#adapters/exports/parquet-columns.ts";
import { BadRequest } from "#cli/command.ts";
import { oneOf } from "#cli/options.ts";
import { type ShopFacts, shopFacts } from "#cli/shop-of.ts";
import type { Terminal } from "#cli/terminal.ts";
import { csvDialects } from "#core/exports/csv.ts";
import { type LocalClock, localClock } from "#core/exports/local-clock.ts";
import { locales } from "#core/values/locale.ts";
import { type Format, formats, type RowPlan } from "./row-plan.ts";

export interface ReadRequest {
  /** A folder, or `s3://bucket/prefix`. */
  readonly where: string;
  /** A file's name, or `-`. */
  readonly out: string;
  readonly plan: RowPlan;
  readonly lenient: boolean;
  readonly threads: number | undefined;
  /** Show the progress although nobody may be looking. */
  readonly progress: boolean;
  /** Each change instead of what became of all of them. */
  readonly changes?: boolean;
}

export const writingOptions = {
  format: { type: "string" },
  out: { type: "string", short: "o" },
  dialect: { type: "string" },
  lang: { type: "string" },
  "time-zone": { type: "string" },
  lenient: { type: "boolean" },
  threads: { type: "string" },
  progress: { type: "boolean" },
} as const;

type Said = {
  readonly [Name in keyof typeof writingOptions]?:
    | ((typeof writingOptions)[Name]["type"] extends "string" ? string : boolean)
    | undefined;
};

export interface Writing extends Omit<ReadRequest, "where" | "plan"> {
  readonly plan: Omit<RowPlan, "view" | "selection" | "surplus">;
  readonly clock: LocalClock;
  readonly shop: ShopFacts;
}

/** What the options say; throws BadRequest. Slips are pages, and nothing else is one. */
export function writingOf(values: Said, { env, out }: Terminal, preset?: string): Writing {
  const shop = shopFacts(env);
  const people = values.lang === undefined ? shop.locale : oneOf("--lang", values.lang, locales);
  const clock = clockOf(values["time-zone"] ?? shop.timeZone);
  const file = values.out ?? "-";
  const format = formatOf(values.format, file, preset);
  if (format === "parquet" || format === "xlsx") assertFile(format, file, out.isTTY === true);
  const usual = people === "fr" ? "fr" : "international";
  const dialect = csvDialects[oneOf("--dialect", values.dialect ?? usual, ["international", "excel", "fr"])];
  const { lenient = false, progress = false } = values;
  const { timeZone } = clock;
  const plan = { format, dialect, people, timeZone, shopName: shop.name, decimals: usualDecimals };
  return { out: file, plan, lenient, threads: threadsOf(values.threads), progress, clock, shop };
}

/** The one place that is named; throws BadRequest. */
export function onePlace(words: readonly string[], command: string): string {
  const [where, ...others] = words;
  if (where === undefined || where === "") {
    throw new BadRequest(`Say where the export is: npx comptoir ${command} ./exports, or s3://bucket/prefix.`);
  }
  if (others.length === 0) return where;
  throw new BadRequest(`One place at a time: ${where}, but then what is ${others.join(" ")}?`);
}

/** What is said, else what the file's name says, else a table; slips are pages. */
function formatOf(said: string | undefined, file: string, preset: string | undefined): Format {
  const byName = formats.find(
    (format) => extname(file).toLowerCase() === `.${format}` || (format === "html" && /\.htm$/i.test(file)),
  );
  const format =
    said === undefined
      ? (byName ?? (preset === "packing" ? "html" : file === "-" ? "table" : "csv"))
      : oneOf("--format", said, formats);
  if ((format === "html") === (preset === "packing")) return format;
  throw new BadRequest(
    preset === "packing"
      ? `--for packing makes pages to print (html), no ${format}.`
      : "--format html: pages are made by --for packing only; npx comptoir report makes a report.",
  );
}

function assertFile(format: Format, file: string, isTty: boolean): void {
  if (file === "-" && isTty) throw new BadRequest(`--format ${format}: say --out FILE, a terminal cannot show it.`);
}

/** The clock of a time zone; throws BadRequest for one that is not known. */
export function clockOf(timeZone: string): LocalClock {
  try {
    return localClock(timeZone);
  } catch (cause) {
    throw new BadRequest(`--time-zone ${timeZone}: there is no such zone. Write one like Europe/Paris.`, { cause });
  }
}

/** How many threads; throws BadRequest for what is no number. */
export function threadsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  throw new BadRequest(`--threads ${text}: write how many, from 1 to 99.`);
}
