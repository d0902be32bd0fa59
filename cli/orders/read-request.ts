/** The words of `orders read` as what is to be read and written; a wrong one is said with what would be right. */
import { extname } from "node:path";
import { usualDecimals } from "#adapters/exports/parquet-columns.ts";
import { BadRequest } from "#cli/command.ts";
import { listed, oneOf, readOptions } from "#cli/options.ts";
import { shopFacts } from "#cli/shop-of.ts";
import type { Terminal } from "#cli/terminal.ts";
import { csvDialects } from "#core/exports/csv.ts";
import { type LocalClock, localClock } from "#core/exports/local-clock.ts";
import type { Selection } from "#core/exports/selection.ts";
import { orderStatuses, paymentStatuses } from "#core/orders/order.ts";
import { isPageId, isSku } from "#core/values/ids.ts";
import type { Instant } from "#core/values/instant.ts";
import { locales } from "#core/values/locale.ts";
import { dayFrom } from "./days.ts";
import { type Format, formats, type RowPlan, type ViewName } from "./row-plan.ts";

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
}

const options = {
  since: { type: "string" },
  until: { type: "string" },
  status: { type: "string", multiple: true },
  page: { type: "string", multiple: true },
  sku: { type: "string", multiple: true },
  lines: { type: "boolean" },
  for: { type: "string" },
  format: { type: "string" },
  out: { type: "string", short: "o" },
  dialect: { type: "string" },
  lang: { type: "string" },
  "time-zone": { type: "string" },
  "test-orders": { type: "boolean" },
  refused: { type: "boolean" },
  lenient: { type: "boolean" },
  threads: { type: "string" },
  progress: { type: "boolean" },
} as const;

/** What is asked for; throws BadRequest. `now` is for "today" and "yesterday". */
export function readRequest(args: readonly string[], { env, out }: Terminal, now: Instant): ReadRequest {
  const { values, words } = readOptions(args, options);
  const where = onePlace(words);
  const shop = shopFacts(env);
  const people = values.lang === undefined ? shop.locale : oneOf("--lang", values.lang, locales);
  const clock = clockOf(values["time-zone"] ?? shop.timeZone);
  const view = viewOf(values.for, values.lines === true);
  const file = values.out ?? "-";
  const format = formatOf(values.format, file, values.for);
  if (format === "parquet" || format === "xlsx") assertFile(format, file, out.isTTY === true);
  const usual = people === "fr" ? "fr" : "international";
  const dialect = csvDialects[oneOf("--dialect", values.dialect ?? usual, ["international", "excel", "fr"])];
  const selection = { ...period(values, clock, now), ...chosen(values) };
  const surplus = view === "accountant" && shop.usualTax !== undefined ? [shop.usualTax] : [];
  const { timeZone } = clock;
  const told = { format, dialect, people, timeZone, shopName: shop.name };
  const plan = { ...told, view, selection, surplus, decimals: usualDecimals };
  const { lenient = false, progress = false } = values;
  return { where, out: file, plan, lenient, threads: threadsOf(values.threads), progress };
}

type Values = ReturnType<typeof readOptions<typeof options>>["values"];

/** What orders are asked for, but for their time. */
function chosen(values: Values): Selection {
  const pages = listed(values.page).map((page) => check(page, isPageId, "--page", "a Page's id is a row of digits"));
  const skus = listed(values.sku).map((sku) => check(sku, isSku, "--sku", "a SKU is of letters, digits, - _ and ."));
  const statuses = listed(values.status).map((status) =>
    oneOf("--status", status, [...orderStatuses, ...paymentStatuses]),
  );
  return {
    ...(statuses.length > 0 && { statuses }),
    ...(pages.length > 0 && { pages }),
    ...(skus.length > 0 && { skus }),
    ...(values["test-orders"] === true && { testOrders: true }),
    ...(values.refused === true && { refusals: true }),
  };
}

function onePlace(words: readonly string[]): string {
  const [where, ...others] = words;
  if (where === undefined || where === "") {
    throw new BadRequest("Say where the export is: npx comptoir orders read ./exports, or s3://bucket/prefix.");
  }
  if (others.length === 0) return where;
  throw new BadRequest(`One place at a time: ${where}, but then what is ${others.join(" ")}?`);
}

function viewOf(preset: string | undefined, isLines: boolean): ViewName {
  if (preset === undefined) return isLines ? "lines" : "orders";
  if (isLines) throw new BadRequest(`--lines and --for ${preset}: one of them, the presets have rows of their own.`);
  const name = oneOf("--for", preset, ["accountant", "carrier", "packing"]);
  return name === "packing" ? "carrier" : name;
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

/** From the first moment of one day to before the first moment after another; throws BadRequest. */
export function period(
  { since, until }: { readonly since?: string | undefined; readonly until?: string | undefined },
  clock: LocalClock,
  now: Instant,
): Pick<Selection, "since" | "until"> {
  const from = since === undefined ? undefined : dayFrom("--since", since, { clock, now }).start;
  const to = until === undefined ? undefined : dayFrom("--until", until, { clock, now }).end;
  if (from !== undefined && to !== undefined && from >= to) {
    throw new BadRequest(`--since ${since} --until ${until}: the first lies behind the second.`);
  }
  return { ...(from !== undefined && { since: from }), ...(to !== undefined && { until: to }) };
}

function check<Name extends string>(
  text: string,
  is: (text: string) => text is Name,
  option: string,
  rule: string,
): Name {
  if (is(text)) return text;
  throw new BadRequest(`${option} ${text}: ${rule}.`);
}

/** How many threads; throws BadRequest for what is no number. */
export function threadsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,2}$/.test(text)) return Number(text);
  throw new BadRequest(`--threads ${text}: write how many, 0 for none but the program's own.`);
}
