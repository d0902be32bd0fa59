/** The receipt of a paid order. */
import type { OrderView } from "../orders/fact.ts";
import { fromIso } from "../values/instant.ts";
import { money } from "../values/money.ts";
import type { ReceiptSpeech } from "./speech.ts";
import { pictureUrl, type Turn } from "./turn.ts";

/** The receipt as Messenger shows it: lines with their totals, the sums, and who was paid how. */
export function receipt(turn: Turn, order: OrderView): ReceiptSpeech {
  const { seller } = turn.shop.settings;
  const sum = (amount: number) => money(amount, order.currency);
  return {
    kind: "receipt",
    recipientName: order.customerName ?? order.customerFirstName ?? order.orderId,
    orderNumber: order.orderId,
    merchantName: seller.name,
    paymentMethod: order.paymentMethod ?? turn.say("receipt.payment-method"),
    timestamp: Math.floor(fromIso(order.paidAt ?? order.placedAt) / 1000),
    lines: order.lines.map((line) => ({
      title: line.title,
      ...(line.options && { subtitle: line.options }),
      quantity: line.quantity,
      total: sum(line.total),
      ...(line.picture && { picture: pictureUrl(turn, line.picture) }),
    })),
    ...(order.shippingAddress && { address: order.shippingAddress }),
    subtotal: sum(order.subtotal),
    shipping: sum(order.shippingTotal),
    tax: sum(order.taxTotal),
    total: sum(order.total),
  };
}
