/** Payments as a random visit meets it. */
import type { FactWhat, OrderFact, OrderView } from "#core/orders/fact.ts";
import { minutes } from "#core/values/instant.ts";
import { anOrder, type Visit } from "#test/core/conversation/visit.ts";

/** Payments as the conversation meets it: does what it is sent, and lets money come and go. */
export class Payments {
  readonly facts: OrderFact[] = [];
  orders: OrderView[] = [];
  private waiting: ReturnType<typeof commandsOf> = [];
  private readonly visit: Visit;

  constructor(visit: Visit) {
    this.visit = visit;
  }

  take(): void {
    this.waiting = [...this.waiting, ...commandsOf(this.visit)];
  }

  get open(): readonly OrderView[] {
    return this.orders.filter((order) => order.status === "awaiting-payment");
  }

  act(what: number): OrderFact | undefined {
    const command = this.waiting.shift();
    if (command) return this.obey(command, what);
    const [order] = this.open;
    if (!order) return this.facts[what % Math.max(1, this.facts.length)];
    const next: readonly [FactWhat, Partial<OrderView>][] = [
      ["paid", { status: "to-ship", paymentStatus: "paid" }],
      ["payment-declined", {}],
      ["payment-pending", { paymentStatus: "pending" }],
      ["payment-failed", { paymentStatus: "unpaid" }],
      ["payment-failed", { status: "expired", paymentStatus: "unpaid" }],
      ["expired", { status: "expired", paymentStatus: "unpaid" }],
      ["cancelled", { status: "cancelled", paymentStatus: "unpaid" }],
      ["paid-differently", { status: "to-ship", paymentStatus: "paid" }],
      ["late-payment", { status: "expired", paymentStatus: "refunded" }],
      ["refunded", { status: "cancelled", paymentStatus: "refunded" }],
    ];
    const [fact, changes] = next[what % next.length] ?? ["paid", {}];
    return this.tell(fact, { ...order, ...changes });
  }

  private obey(command: (typeof this.waiting)[number], what: number): OrderFact | undefined {
    const { visit } = this;
    if (command.kind === "note-untold") return undefined;
    if (command.kind === "cancel-order") {
      const order = this.open.find((each) => each.orderId === command.orderId);
      const mayCancel = order?.paymentStatus === "unpaid" && visit.now <= command.validUntil;
      return mayCancel ? this.tell("cancelled", { ...order, status: "cancelled" }) : undefined;
    }
    const order = anOrder(command, visit.shop, { payBy: new Date(visit.now + minutes(60)).toISOString() });
    const reasons = ["sold-out", "price-changed", "not-for-sale"] as const;
    const reason = visit.now > command.validUntil ? "too-late" : reasons[what - 6];
    if (reason === undefined) return this.tell("placed", order);
    const soldOut = command.lines.slice(0, 3).map((line) => ({ sku: line.sku, available: what % 2 }));
    return { what: "refused", sequence: 1, order: { ...order, status: "cancelled" }, reason, soldOut };
  }

  private tell(what: FactWhat, order: OrderView): OrderFact {
    const sequence = this.facts.filter((fact) => fact.order.orderId === order.orderId).length + 1;
    this.orders = [order, ...this.orders.filter((each) => each.orderId !== order.orderId)];
    const fact = { what, sequence, order };
    this.facts.push(fact);
    return fact;
  }
}

const commandsOf = (visit: Visit) => [...visit.commands];
