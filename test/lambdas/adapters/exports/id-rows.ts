/** The simplest rows: each item's order number on a line of its own. */
import type { MakeRows } from "#adapters/exports/reading.ts";
import { textOf } from "#core/exports/read-item.ts";

export interface Ids {
  readonly bytes: Uint8Array;
}

export function makeIds({ prefix }: { readonly prefix: string }): MakeRows<Ids> {
  return (items) => ({
    bytes: new TextEncoder().encode(items.map((item) => `${prefix}${textOf(item.get("orderId")) ?? "?"}\n`).join("")),
  });
}

/** How many orders there are, told at the end only. */
export function countOrders(): MakeRows<Ids> {
  let count = 0;
  const add = (items: readonly unknown[]): undefined => {
    count += items.length;
  };
  return Object.assign(add, { last: () => ({ bytes: new TextEncoder().encode(`${count}\n`) }) });
}
