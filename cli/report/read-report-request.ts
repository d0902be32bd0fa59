/** The words of `report` as what is to be counted and told; a wrong one is said with what would be right. */
import { BadRequest } from "#cli/command.ts";
import { listed, oneOf, readOptions } from "#cli/options.ts";
import { period } from "#cli/orders/read-request.ts";
import { clockOf, onePlace, threadsOf } from "#cli/orders/writing.ts";
import { shopFacts } from "#cli/shop-of.ts";
import type { Terminal } from "#cli/terminal.ts";
import { isPageId } from "#core/values/ids.ts";
import type { Instant } from "#core/values/instant.ts";
import { type Locale, locales } from "#core/values/locale.ts";
import type { FiguresPlan } from "./make-figures.ts";

export interface ReportRequest {
  /** A folder, or `s3://bucket/prefix`. */
  readonly where: string;
  /** A file's name, or `-`. */
  readonly out: string;
  readonly locale: Locale;
  readonly plan: FiguresPlan;
  readonly testOrders: boolean;
  readonly lenient: boolean;
  readonly threads: number | undefined;
  /** Show the progress although nobody may be looking. */
  readonly progress: boolean;
  readonly shopName: string | undefined;
}

const options = {
  since: { type: "string" },
  until: { type: "string" },
  page: { type: "string", multiple: true },
  lang: { type: "string" },
  "time-zone": { type: "string" },
  "test-orders": { type: "boolean" },
  lenient: { type: "boolean" },
  threads: { type: "string" },
  progress: { type: "boolean" },
  out: { type: "string", short: "o" },
} as const;

/** What is asked for; throws BadRequest. `now` is for "today" and "yesterday". */
export function readReportRequest(args: readonly string[], { env }: Terminal, now: Instant): ReportRequest {
  const { values, words } = readOptions(args, options);
  const shop = shopFacts(env);
  const clock = clockOf(values["time-zone"] ?? shop.timeZone);
  const pages = listed(values.page);
  for (const page of pages)
    if (!isPageId(page)) throw new BadRequest(`--page ${page}: a Page's id is a row of digits.`);
  return {
    where: onePlace(words, "report"),
    out: values.out ?? "report.html",
    locale: values.lang === undefined ? shop.locale : oneOf("--lang", values.lang, locales),
    plan: { timeZone: clock.timeZone, ...period(values, clock, now), ...(pages.length > 0 && { pages }) },
    testOrders: values["test-orders"] ?? false,
    lenient: values.lenient ?? false,
    threads: threadsOf(values.threads),
    progress: values.progress ?? false,
    shopName: shop.name,
  };
}
