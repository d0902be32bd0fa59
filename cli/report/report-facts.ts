/** What a report is made of: figures, and how and for whom to tell them. */
import { emptyLedger, type Figures, type Ledger, mergeLedgers } from "#core/exports/figures.ts";
import type { Instant } from "#core/values/instant.ts";
import type { Locale } from "#core/values/locale.ts";

export interface ReportFacts {
  readonly figures: Figures;
  readonly locale: Locale;
  /** IANA name. */
  readonly timeZone: string;
  readonly shopName?: string | undefined;
  /** The figures end here: when the export was made, or the end of the period that was asked for. */
  readonly end: Instant;
  /** When the report is made. */
  readonly now: Instant;
  readonly since?: Instant | undefined;
  readonly until?: Instant | undefined;
  readonly testOrders: boolean;
  /** Where the export lies, as a person wrote it. */
  readonly where: string;
  /** What the reading left out because it was broken, in sentences. */
  readonly problems: readonly string[];
}

export interface Shown {
  readonly ledger: Ledger;
  /** What became of the test orders. */
  readonly tests: "none" | "left out" | "included" | "all there is";
}

/** The orders that count: test orders only where they are asked for, or where there are no others. */
export function shownLedger({ figures, testOrders }: Pick<ReportFacts, "figures" | "testOrders">): Shown {
  const { live, test } = figures;
  if (test.seen === 0) return { ledger: live, tests: "none" };
  const isAll = live.seen === 0;
  if (!testOrders && !isAll) return { ledger: live, tests: "left out" };
  const ledger = emptyLedger();
  mergeLedgers(ledger, live);
  mergeLedgers(ledger, test);
  return { ledger, tests: isAll ? "all there is" : "included" };
}
