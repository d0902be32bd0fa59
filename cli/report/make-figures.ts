/** Adds up orders; runs in the threads that read them. */
import type { MakeRows } from "#adapters/exports/reading.ts";
import { addOrder } from "#core/exports/add-order.ts";
import { type Figures, noFigures } from "#core/exports/figures.ts";
import type { Item } from "#core/exports/item.ts";
import { localClock } from "#core/exports/local-clock.ts";
import { its } from "#core/exports/order-attributes.ts";
import type { Instant } from "#core/values/instant.ts";

/** What is counted; goes to the threads. */
export interface FiguresPlan {
  /** IANA name. */
  readonly timeZone: string;
  readonly since?: Instant | undefined;
  /** Before this moment. */
  readonly until?: Instant | undefined;
  /** Ids of Pages; all unless said. */
  readonly pages?: readonly string[] | undefined;
}

/** What figures are made of: nothing that a shopper wrote. */
export const wantedAttributes = [
  ..."orderId livemode pageId locale source status paymentStatus review placedAt paidAt currency total".split(" "),
  ..."pricesIncludeTax taxLines lines refunds history".split(" "),
  ..."paymentMethod paymentFee paymentFeeCurrency paymentReference paymentProvider".split(" "),
];

/** The figures of all items of a thread, told at the end; called once in each thread. */
export function makeFigures({ timeZone, since, until, pages }: FiguresPlan): MakeRows<Figures> {
  const reckoning = { clock: localClock(timeZone), since, until };
  const isOfPage = (page: unknown): boolean =>
    pages === undefined || (typeof page === "string" && pages.includes(page));
  const figures = noFigures();
  const add = (items: readonly Item[]): undefined => {
    for (const item of items) {
      if (!item.hasText(its.orderId) || isOfPage(item.get(its.pageId))) addOrder(figures, item, reckoning);
    }
  };
  return Object.assign(add, { last: () => figures });
}
