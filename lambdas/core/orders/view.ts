/** What the conversation is told of an order: the order without its private parts, and the facts its history holds. */
import type { Sku } from "../values/ids.ts";
import {
  type FactWhat,
  factWhats,
  type OrderFact,
  type OrderView,
  type RefusalReason,
  refusalReasons,
} from "./fact.ts";
import type { HistoryEntry, HistoryWhat, Order, OrderLine } from "./order.ts";

/** The part of an order that a view is made of. */
export type Viewed = Omit<OrderView, "lines" | "customerName"> & Pick<Order, "lines" | "customerLastName">;

/** What may be spoken of. */
export function viewOf(order: Viewed): OrderView {
  const name = [order.customerFirstName, order.customerLastName].filter(Boolean).join(" ");
  return {
    orderId: order.orderId,
    locale: order.locale,
    status: order.status,
    paymentStatus: order.paymentStatus,
    lines: order.lines.map(viewOfLine),
    subtotal: order.subtotal,
    shippingTotal: order.shippingTotal,
    taxTotal: order.taxTotal,
    total: order.total,
    currency: order.currency,
    deliveryMethod: order.deliveryMethod,
    promisedBy: order.promisedBy,
    placedAt: order.placedAt,
    payBy: order.payBy,
    ...(order.paidAt !== undefined && { paidAt: order.paidAt }),
    ...(order.paymentMethod !== undefined && { paymentMethod: order.paymentMethod }),
    ...(order.customerFirstName !== undefined && { customerFirstName: order.customerFirstName }),
    ...(name !== "" && { customerName: name }),
    ...(order.shippingAddress && { shippingAddress: order.shippingAddress }),
  };
}

/** The fact that an entry tells, or nothing for an entry that concerns nobody outside. */
export function factOf(order: Order, entry: HistoryEntry): OrderFact | undefined {
  if (!isFactWhat(entry.what)) return undefined;
  const { reason, soldOut, code } = entry.detail ?? {};
  return {
    what: entry.what,
    sequence: entry.sequence,
    order: viewOf(order),
    ...(isRefusalReason(reason) && { reason }),
    ...(soldOut !== undefined && { soldOut: readSoldOut(soldOut) }),
    ...(code !== undefined && { declineCode: code }),
  };
}

const isFactWhat = (what: HistoryWhat): what is FactWhat => (factWhats as readonly string[]).includes(what);

const isRefusalReason = (text: string | undefined): text is RefusalReason =>
  text !== undefined && (refusalReasons as readonly string[]).includes(text);

/** `LAMP:0,CUP:2` as it was recorded. */
const readSoldOut = (text: string): readonly { sku: Sku; available: number }[] =>
  text.split(",").map((part) => {
    const at = part.lastIndexOf(":");
    return { sku: part.slice(0, at) as Sku, available: Number(part.slice(at + 1)) };
  });

const viewOfLine = (line: OrderLine): OrderView["lines"][number] => ({
  sku: line.sku,
  title: line.title,
  ...(line.options !== undefined && { options: line.options }),
  quantity: line.quantity,
  total: line.total,
  ...(line.picture !== undefined && { picture: line.picture }),
});
