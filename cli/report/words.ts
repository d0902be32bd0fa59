/** Every sentence of the report; `french.ts` and `english.ts` say them. */
import type { NoSale } from "#core/exports/figures.ts";
import type { Compared, Glance } from "#core/exports/glances.ts";

/** A sentence with a number in it; the number is given as it is written, too. */
type Counted = (count: number, written: string) => string;

export interface Words {
  readonly title: string;
  /** Between a name and its figure. */
  readonly colon: string;
  readonly clock: (timeZone: string) => string;
  readonly asOf: (moment: string) => string;

  readonly glances: Readonly<Record<Glance["kind"], string>>;
  /** For figures that end long before they are read. */
  readonly lastDay: string;
  readonly before: Readonly<Record<Compared["kind"], string>>;
  readonly nothingBefore: string;
  readonly orders: Counted;
  readonly basketOf: (money: string) => string;
  readonly refundsOf: (money: string) => string;

  readonly figures: Readonly<
    Record<"heading" | "orders" | "gross" | "refunds" | "net" | "tax" | "basket" | "fees" | "left", string>
  >;
  readonly hints: Readonly<Record<"gross" | "refunds" | "net" | "tax" | "basket" | "fees", string>>;

  readonly days: string;
  readonly lastDays: Counted;
  readonly eachDay: string;
  readonly daysWithout: string;
  readonly weeks: string;
  readonly lastWeeks: Counted;
  readonly eachWeek: string;
  readonly months: string;
  readonly columns: Readonly<
    Record<
      | "day"
      | "week"
      | "month"
      | "orders"
      | "gross"
      | "refunds"
      | "net"
      | "tax"
      | "fees"
      | "total"
      | "rate"
      | "base"
      | "taxOnSales"
      | "taxOnRefunds"
      | "taxDue"
      | "article"
      | "pieces"
      | "share"
      | "source"
      | "method"
      | "hour"
      | "weekday",
      string
    >
  >;
  readonly highest: (money: string, when: string) => string;

  readonly taxes: string;
  readonly taxHint: string;
  readonly unknownRate: string;
  readonly sellers: string;
  readonly sellersHint: string;
  readonly allArticles: string;
  readonly sources: string;
  readonly methods: string;
  readonly hours: string;
  readonly weekdays: string;
  readonly others: Counted;
  readonly tooMany: (limit: string) => string;
  readonly noSource: string;
  readonly noMethod: string;
  /** What kinds of links are called; kinds that are not here keep their own name. */
  readonly sourceKinds: Readonly<
    Record<"link" | "shortlink" | "ad" | "ads" | "chat_plugin" | "customer_chat_plugin", string>
  >;
  readonly hourSpan: (hour: number) => string;
  readonly table: string;

  readonly counted: string;
  readonly counting: string;
  readonly leftOut: (reasons: string) => string;
  readonly noSale: Readonly<Record<NoSale, Counted>>;
  readonly testsLeftOut: Counted;
  readonly testsIncluded: Counted;
  readonly onlyTests: Counted;
  readonly notOrders: Counted;
  readonly unreadable: Counted;
  readonly paidDifferently: Counted;
  readonly paidTwice: Counted;
  readonly toReview: Counted;
  readonly refundsDue: (count: number, written: string, money: string) => string;
  readonly notAddedUp: string;

  readonly empty: string;
  readonly emptyPeriod: string;
  readonly emptyHint: string;
  readonly madeFrom: (where: string) => string;
}
