/**
 * The movements of an order's money, each at its own date: what came in, what went back, what the payment partner kept.
 * They are made of facts that no later event of the order rewrites, so that a movement once told is told the same for ever.
 */
import type { Item, ItemValue } from "./item.ts";
import { mapOf, mapsOf, textOf, wholeOf } from "./read-item.ts";

/** The attributes of a movement; amounts in minor units, positive for money that comes in. */
export type Movement = {
  /** `O-7K3M2-4QZ8T/sale`, `…/refund-1`: never given to another movement. */
  readonly movement: string;
  readonly kind: "sale" | "second-payment" | "refund" | "fee";
  /** ISO 8601. */
  readonly at: string;
  readonly orderId: string;
  readonly amount: ItemValue;
  readonly currency: string;
  /** Tax by country and rate, as far as the movement carries any. */
  readonly taxes: readonly TaxShare[];
  /** The payment's or the refund's reference at the payment partner. */
  readonly reference: string | undefined;
  readonly paymentProvider: string | undefined;
  readonly pageId: string | undefined;
  readonly livemode: boolean;
  readonly note: string | undefined;
};

export type TaxShare = {
  readonly country: string;
  /** Percent. */
  readonly rate: number;
  readonly base: number;
  readonly tax: number;
};

/** What moved so far, oldest first; nothing for an order that was never paid. */
export function movementsOf(order: Item): readonly Movement[] {
  const paidAt = textOf(order.get("paidAt"));
  const orderId = textOf(order.get("orderId"));
  if (paidAt === undefined || orderId === undefined) return [];
  const common = {
    orderId,
    currency: textOf(order.get("currency")) ?? "",
    paymentProvider: textOf(order.get("paymentProvider")),
    pageId: textOf(order.get("pageId")),
    livemode: order.get("livemode") !== false,
  };
  const told = [
    { ...common, ...sale(order, paidAt) },
    ...fees(order, paidAt).map((fee) => ({ ...common, ...fee })),
    ...secondPayments(order).map((payment) => ({ ...common, ...payment })),
    ...refunds(order).map((refund) => ({ ...common, ...refund })),
  ].map(({ part, ...movement }) => ({ movement: `${orderId}/${part}`, ...movement }));
  return told.sort((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)));
}

type Part = Omit<Movement, "movement" | "orderId" | "currency" | "paymentProvider" | "pageId" | "livemode"> & {
  readonly part: string;
  readonly currency?: string;
};

/** The payment that made the order paid: what came in, which history tells where it was not the order's total. */
function sale(order: Item, at: string): Part {
  const differently = historyOf(order, "paid-differently").find((entry) => detailOf(entry, "wanted") !== undefined);
  const paid = sum(detailOf(differently, "paid"));
  const inVain = historyOf(order, "late-payment")[0];
  const returned =
    inVain &&
    mapsOf(order.get("refunds"))
      .find((refund) => refund.get("at") === inVain.get("at"))
      ?.get("amount");
  return {
    part: "sale",
    kind: "sale",
    at,
    amount: paid?.amount ?? returned ?? order.get("total") ?? null,
    ...(paid && { currency: paid.currency }),
    taxes: paid && paid.currency !== order.get("currency") ? [] : taxesOf(order),
    reference: textOf(order.get("paymentReference")),
    note: paid && `ordered ${detailOf(differently, "wanted") ?? ""}, paid ${detailOf(differently, "paid") ?? ""}`,
  };
}

/** A fee is booked with the payment it is taken from. */
function fees(order: Item, at: string): readonly Part[] {
  const fee = order.get("paymentFee");
  const amount = wholeOf(fee);
  if (amount === undefined || amount === 0) return [];
  const reference = textOf(order.get("paymentReference"));
  const currency = feeCurrencyOf(order);
  return [{ part: "fee", kind: "fee", at, amount: -amount, currency, taxes: [], reference, note: undefined }];
}

/** ISO 4217 of the payment partner's fee: the order's, unless the order says otherwise. */
export const feeCurrencyOf = (order: Item): string =>
  textOf(order.get("paymentFeeCurrency")) ?? textOf(order.get("currency")) ?? "";

/** An order paid twice: the second payment is no sale, and a person gives it back. */
function secondPayments(order: Item): readonly Part[] {
  return historyOf(order, "paid-differently")
    .filter((entry) => detailOf(entry, "twice") !== undefined)
    .map((entry, index) => {
      const paid = sum(detailOf(entry, "paid"));
      return {
        part: `second-payment-${index + 1}`,
        kind: "second-payment",
        at: textOf(entry.get("at")) ?? "",
        amount: paid?.amount ?? order.get("total") ?? null,
        ...(paid && { currency: paid.currency }),
        taxes: [],
        reference: detailOf(entry, "twice"),
        note: undefined,
      };
    });
}

/**
 * Refunds that the payment partner has made, at the moment it was noted. A part of the order carries its part of the
 * tax: each refund what those up to it carry beyond those before, so that the parts make the whole.
 */
function refunds(order: Item): readonly Part[] {
  const total = wholeOf(order.get("total")) ?? 0;
  const made = new Map(
    historyOf(order, "refunded").map((entry) => [detailOf(entry, "reference"), textOf(entry.get("at"))]),
  );
  let before = 0;
  return mapsOf(order.get("refunds")).flatMap((refund, index) => {
    const amount = wholeOf(refund.get("amount")) ?? 0;
    const reference = textOf(refund.get("reference"));
    const taxes = shareOf(taxesOf(order), total, before, before + amount);
    before += amount;
    if (reference === undefined) return [];
    const at = made.get(reference) ?? textOf(refund.get("at")) ?? "";
    return [
      { part: `refund-${index + 1}`, kind: "refund" as const, at, amount: -amount, taxes, reference, note: undefined },
    ];
  });
}

function shareOf(taxes: readonly TaxShare[], total: number, from: number, to: number): readonly TaxShare[] {
  const upTo = (whole: number, amount: number): number =>
    total > 0 ? Math.round((whole * Math.min(amount, total)) / total) : 0;
  const share = (whole: number): number => 0 - (upTo(whole, to) - upTo(whole, from));
  return taxes.map((each) => ({ ...each, base: share(each.base), tax: share(each.tax) }));
}

function taxesOf(order: Item): readonly TaxShare[] {
  return mapsOf(order.get("taxLines")).flatMap((line) => {
    const rate = line.get("rate");
    const base = wholeOf(line.get("base"));
    const tax = wholeOf(line.get("tax"));
    if (typeof rate !== "number" || base === undefined || tax === undefined) return [];
    return [{ country: textOf(line.get("country")) ?? "", rate, base, tax }];
  });
}

const historyOf = (order: Item, what: string): readonly Item[] =>
  mapsOf(order.get("history")).filter((entry) => entry.get("what") === what);

const detailOf = (entry: Item | undefined, name: string): string | undefined =>
  textOf(mapOf(entry?.get("detail"))?.get(name));

/** "6900 EUR", as history tells a sum. */
function sum(text: string | undefined): { readonly amount: number; readonly currency: string } | undefined {
  const [, amount, currency] = /^(-?\d{1,15}) ([A-Z]{3})$/.exec(text ?? "") ?? [];
  return amount === undefined || currency === undefined ? undefined : { amount: Number(amount), currency };
}
