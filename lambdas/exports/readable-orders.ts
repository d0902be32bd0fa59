/** Orders as files for people, Page by Page, test orders apart; written in sorted runs, so that memory stays flat. */
import type { Item } from "#core/exports/item.ts";
import { pageOf } from "#core/exports/readable-files.ts";
import { PageOrders, type ReadableOptions, usualWidth, type Width } from "./page-orders.ts";

/** By the group's name; a group that is missing has the usual width. */
export type Widths = ReadonlyMap<string, Width>;

/** What is held in memory at most, by the weight of orders: some five thousand usual ones. */
const heldWeight = 20_000_000;

export class ReadableFiles {
  readonly #options: ReadableOptions;
  readonly #widths: Widths;
  readonly #groups = new Map<string, PageOrders>();
  #held = 0;
  #orders = 0;
  #isTooNarrow = false;

  constructor(options: ReadableOptions, widths: Widths) {
    this.#options = options;
    this.#widths = widths;
  }

  async add(order: Item): Promise<void> {
    const group = this.#groupOf(order);
    this.#orders += 1;
    if (group.lacks(order)) this.#isTooNarrow = true;
    // The files will not be used: what else they lack is still to be learnt.
    if (this.#isTooNarrow) return;
    this.#held += group.hold(order);
    if (this.#held >= heldWeight) await this.#writeHeaviest();
  }

  /** Writes what is left. The widths that the files need, where they have others: they are to be abandoned then. */
  async finish(): Promise<Widths | undefined> {
    for (const group of this.#groups.values()) if (!this.#isTooNarrow) await this.#write(group);
    if (!this.#isTooNarrow) return undefined;
    const needed = [...this.#groups].map(([name, group]) => [name, group.needed] as const);
    return new Map([...this.#widths, ...needed]);
  }

  /** Makes the files appear; the number of orders in them. */
  async end(): Promise<number> {
    for (const group of this.#groups.values()) await group.end();
    return this.#orders;
  }

  async abandon(): Promise<void> {
    for (const group of this.#groups.values()) await group.abandon();
  }

  #groupOf(order: Item): PageOrders {
    const page = pageOf(order.get("pageId"));
    const test = order.get("livemode") === false;
    const name = `${page}/${test}`;
    const known = this.#groups.get(name);
    if (known) return known;
    const group = new PageOrders({ ...this.#options, page, test }, this.#widths.get(name) ?? usualWidth);
    this.#groups.set(name, group);
    return group;
  }

  /** Of many Pages the one with most orders: its run is as long as can be. */
  async #writeHeaviest(): Promise<void> {
    const [heaviest] = [...this.#groups.values()].sort((one, other) => other.weight - one.weight);
    if (heaviest) await this.#write(heaviest);
  }

  async #write(group: PageOrders): Promise<void> {
    this.#held -= group.weight;
    if (await group.write()) this.#isTooNarrow = true;
  }
}
