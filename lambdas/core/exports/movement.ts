/**
 * The movements of an order's money, each at its own date: what came in, what went back, what the payment partner kept.
 * They are made of facts that no later event of the order rewrites, so that a movement once told is told the same for ever.
 */
import type { Item, ItemValue } from "./item.ts";
import { its } from "./order-attributes.ts";
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
  const paidAt = textOf(order.get(its.paidAt));
  const orderId = textOf(order.get(its.orderId));
  if (paidAt === undefined || orderId === undefined) return [];
  const history = mapsOf(order.get(its.history)).filter(tellsOfMoney);
  const common = {
    orderId,
    currency: textOf(order.get(its.currency)) ?? "",
    paymentProvider: textOf(order.get(its.paymentProvider)),
    pageId: textOf(order.get(its.pageId)),
    livemode: order.get(its.livemode) !== false,
  };
  const movements = [movement(common, sale(order, history, paidAt))];
  for (const fee of fees(order, paidAt)) movements.push(movement(common, fee));
  for (const payment of secondPayments(order, history)) movements.push(movement(common, payment));
  for (const refund of refunds(order, history)) movements.push(movement(common, refund));
  return movements.sort((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)));
}

type Common = Pick<Movement, "orderId" | "currency" | "paymentProvider" | "pageId" | "livemode">;

/** Written out attribute by attribute: spreading takes many times as long, and there are millions. */
const movement = (common: Common, part: Part): Movement => ({
  movement: `${common.orderId}/${part.part}`,
  kind: part.kind,
  at: part.at,
  orderId: common.orderId,
  amount: part.amount,
  currency: part.currency ?? common.currency,
  taxes: part.taxes,
  reference: part.reference,
  paymentProvider: common.paymentProvider,
  pageId: common.pageId,
  livemode: common.livemode,
  note: part.note,
});

type Part = Omit<Movement, "movement" | keyof Common> & {
  readonly part: string;
  /** Where it is not the order's. */
  readonly currency: string | undefined;
};

/** The payment that made the order paid: what came in, which history tells where it was not the order's total. */
function sale(order: Item, history: readonly Item[], at: string): Part {
  const differently = told(history, "paid-differently").find((entry) => detailOf(entry, "wanted") !== undefined);
  const paid = sum(detailOf(differently, "paid"));
  const inVain = told(history, "late-payment")[0];
  const returned =
    inVain &&
    mapsOf(order.get(its.refunds))
      .find((refund) => refund.get(its.at) === inVain.get(its.at))
      ?.get(its.amount);
  return {
    part: "sale",
    kind: "sale",
    at,
    amount: paid?.amount ?? returned ?? order.get(its.total) ?? null,
    currency: paid?.currency,
    taxes: paid && paid.currency !== order.get(its.currency) ? [] : taxesOf(order),
    reference: textOf(order.get(its.paymentReference)),
    note: paid && `ordered ${detailOf(differently, "wanted") ?? ""}, paid ${detailOf(differently, "paid") ?? ""}`,
  };
}

/** A fee is booked with the payment it is taken from. */
function fees(order: Item, at: string): readonly Part[] {
  const fee = order.get(its.paymentFee);
  const amount = wholeOf(fee);
  if (amount === undefined || amount === 0) return [];
  const reference = textOf(order.get(its.paymentReference));
  const currency = feeCurrencyOf(order);
  return [{ part: "fee", kind: "fee", at, amount: -amount, currency, taxes: [], reference, note: undefined }];
}

/** ISO 4217 of the payment partner's fee: the order's, unless the order says otherwise. */
export const feeCurrencyOf = (order: Item): string =>
  textOf(order.get(its.paymentFeeCurrency)) ?? textOf(order.get(its.currency)) ?? "";

/** An order paid twice: the second payment is no sale, and a person gives it back. */
function secondPayments(order: Item, history: readonly Item[]): readonly Part[] {
  return told(history, "paid-differently")
    .filter((entry) => detailOf(entry, "twice") !== undefined)
    .map((entry, index) => {
      const paid = sum(detailOf(entry, "paid"));
      return {
        part: `second-payment-${index + 1}`,
        kind: "second-payment",
        at: textOf(entry.get(its.at)) ?? "",
        amount: paid?.amount ?? order.get(its.total) ?? null,
        currency: paid?.currency,
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
function refunds(order: Item, history: readonly Item[]): readonly Part[] {
  const asked = mapsOf(order.get(its.refunds));
  if (asked.length === 0) return [];
  const total = wholeOf(order.get(its.total)) ?? 0;
  const made = new Map(
    told(history, "refunded").map((entry) => [detailOf(entry, "reference"), textOf(entry.get(its.at))]),
  );
  let before = 0;
  return asked.flatMap((refund, index): Part[] => {
    const amount = wholeOf(refund.get(its.amount)) ?? 0;
    const reference = textOf(refund.get(its.reference));
    const taxes = shareOf(taxesOf(order), total, before, before + amount);
    before += amount;
    if (reference === undefined) return [];
    const at = made.get(reference) ?? textOf(refund.get(its.at)) ?? "";
    const part = `refund-${index + 1}`;
    return [{ part, kind: "refund", at, amount: -amount, currency: undefined, taxes, reference, note: undefined }];
  });
}

function shareOf(taxes: readonly TaxShare[], total: number, from: number, to: number): readonly TaxShare[] {
  const upTo = (whole: number, amount: number): number =>
    total > 0 ? Math.round((whole * Math.min(amount, total)) / total) : 0;
  const share = (whole: number): number => 0 - (upTo(whole, to) - upTo(whole, from));
  return taxes.map((each) => ({ ...each, base: share(each.base), tax: share(each.tax) }));
}

function taxesOf(order: Item): readonly TaxShare[] {
  const taxes: TaxShare[] = [];
  for (const line of mapsOf(order.get(its.taxLines))) {
    const rate = line.get(its.rate);
    const base = wholeOf(line.get(its.base));
    const tax = wholeOf(line.get(its.tax));
    if (typeof rate !== "number" || base === undefined || tax === undefined) continue;
    taxes.push({ country: textOf(line.get(its.country)) ?? "", rate, base, tax });
  }
  return taxes;
}

/** Most orders have no such entry, and need not be looked through again. */
const tellsOfMoney = (entry: Item): boolean => moneyTold.has(entry.get(its.what));
const moneyTold: ReadonlySet<unknown> = new Set(["paid-differently", "late-payment", "refunded"]);

/** The entries of this kind, one of those that tell of money. */
const told = (history: readonly Item[], what: string): readonly Item[] =>
  history.filter((entry) => entry.get(its.what) === what);

const detailOf = (entry: Item | undefined, name: string): string | undefined =>
  textOf(mapOf(entry?.get(its.detail))?.get(name));

/** "6900 EUR", as history tells a sum. */
function sum(text: string | undefined): { readonly amount: number; readonly currency: string } | undefined {
  const [, amount, currency] = /^(-?\d{1,15}) ([A-Z]{3})$/.exec(text ?? "") ?? [];
  return amount === undefined || currency === undefined ? undefined : { amount: Number(amount), currency };
}
