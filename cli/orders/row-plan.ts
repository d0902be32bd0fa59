/** What rows are to be made of an export's items; goes to the threads that read. */
import type { Decimals } from "#adapters/exports/parquet-columns.ts";
import type { AttributeChoice } from "#adapters/exports/reading.ts";
import { carrierView } from "#core/exports/carrier-columns.ts";
import type { View } from "#core/exports/column.ts";
import type { CsvDialect } from "#core/exports/csv.ts";
import { lineView } from "#core/exports/line-columns.ts";
import { movementView } from "#core/exports/movement-columns.ts";
import { notInOrderRows, orderView } from "#core/exports/order-columns.ts";
import { rawView } from "#core/exports/raw-columns.ts";
import type { Selection } from "#core/exports/selection.ts";
import type { Locale } from "#core/values/locale.ts";

export const formats = ["table", "csv", "json", "jsonl", "parquet", "xlsx", "html"] as const;
export type Format = (typeof formats)[number];

export type ViewName = "orders" | "lines" | "accountant" | "carrier" | "raw";

export interface RowPlan {
  readonly view: ViewName;
  readonly format: Format;
  readonly dialect: CsvDialect;
  /** Whose language headings and words are in, where people read them. */
  readonly people: Locale;
  /** IANA name. */
  readonly timeZone: string;
  readonly selection: Selection;
  /** As shoppers know the shop. */
  readonly shopName: string | undefined;
  /** How Parquet keeps amounts. */
  readonly decimals: Decimals;
  /** What gets columns beside the promised ones: attributes, or the accountant's rates. */
  readonly surplus: readonly string[];
}

/** The view of a plan, as wide as its surplus. */
export function viewOfPlan({ view, format, surplus }: RowPlan): View {
  const whole = bare(view).extendedBy(surplus);
  const columns = format === "table" ? shown[view] : undefined;
  if (columns === undefined) return whole;
  return { ...whole, columns: columns.flatMap((name) => whole.columns.filter((each) => each.name === name)) };
}

function bare(view: ViewName): View {
  switch (view) {
    case "orders":
      return orderView;
    case "lines":
      return lineView;
    case "accountant":
      return movementView([]);
    case "carrier":
      return carrierView;
    case "raw":
      return rawView([]);
  }
}

/** What fits into a terminal. */
const shown: Readonly<Partial<Record<ViewName, readonly string[]>>> = {
  orders: "orderId placedAt status paymentStatus customerLastName articles total currency".split(" "),
  lines: "orderId placedAt status sku title options quantity unitPrice total currency".split(" "),
  accountant: "date kind orderId amount netAmount tax currency reference".split(" "),
  carrier: "orderId name postalCode city country deliveryService weightGrams pieces articles".split(" "),
};

/** The attributes that the rows of a plan are made of; undefined where all are, so that none is lost. */
export function attributesFor({ view, format, selection }: RowPlan): AttributeChoice | undefined {
  const own = needs[view];
  if (own !== undefined) return { only: [...own, ...(selection.skus === undefined ? [] : ["lines"])] };
  const isNested = format === "json" || format === "jsonl";
  return view === "orders" && !isNested ? { without: notInOrderRows } : undefined;
}

const chosenBy = "orderId livemode history status paymentStatus pageId placedAt currency".split(" ");

const needs: Readonly<Partial<Record<ViewName, readonly string[]>>> = {
  accountant: [
    ...chosenBy,
    ..."paidAt total taxLines refunds paymentFee paymentFeeCurrency paymentProvider paymentReference".split(" "),
  ],
  carrier: [
    ...chosenBy,
    ..."customerFirstName customerLastName company email phone shippingAddress relayPoint lines".split(" "),
    ..."deliveryMethod deliveryService weightGrams total promisedBy review locale giftMessage note".split(" "),
  ],
};
