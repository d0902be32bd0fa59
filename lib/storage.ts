/** The three tables: sessions that may be forgotten, orders and stock that must not. */
import { AttributeType, Billing, ProjectionType, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { RemovalPolicy, Validations } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Order } from "#core/orders/order.ts";

/** Indexes of the orders table, both by `placedAt`: a shopper's own, and a Page's by status (`<pageId>#<status>`). */
export type OrderIndex = "shopper" | "pageStatus";

export class Storage extends Construct {
  readonly sessions: TableV2;
  readonly orders: TableV2;
  readonly stock: TableV2;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.sessions = new TableV2(this, "Sessions", {
      partitionKey: { name: "shopper", type: AttributeType.STRING },
      billing: Billing.onDemand(),
      timeToLiveAttribute: "expiresAt",
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(this.sessions).acknowledge({
      id: "AwsSolutions-DDB3",
      reason: "A session is personal data that is kept no longer than 30 days; a backup would keep it longer.",
    });
    this.orders = new TableV2(this, "Orders", {
      partitionKey: { name: "orderId", type: AttributeType.STRING },
      globalSecondaryIndexes: [
        { ...index("shopper"), nonKeyAttributes: [...ofAView] },
        { ...index("pageStatus"), nonKeyAttributes: [...ofAList] },
      ],
      ...kept,
    });
    this.stock = new TableV2(this, "Stock", {
      partitionKey: { name: "sku", type: AttributeType.STRING },
      ...kept,
    });
  }
}

/** What must survive a mistake: a deleted stack, a deleted table, a wrong write. */
const kept = {
  billing: Billing.onDemand(),
  pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  deletionProtection: true,
  removalPolicy: RemovalPolicy.RETAIN,
};

const index = (name: OrderIndex) => ({
  indexName: name,
  partitionKey: { name, type: AttributeType.STRING },
  sortKey: { name: "placedAt", type: AttributeType.STRING },
  projectionType: ProjectionType.INCLUDE,
});

/** What the conversation tells a shopper of an order. */
const ofAView = [
  "locale",
  "status",
  "paymentStatus",
  "lines",
  "subtotal",
  "shippingTotal",
  "taxTotal",
  "total",
  "currency",
  "deliveryMethod",
  "promisedBy",
  "payBy",
  "paidAt",
  "paymentMethod",
  "customerFirstName",
  "customerLastName",
  "shippingAddress",
  "history",
] as const satisfies readonly (keyof Order)[];

/** What the quarter-hourly check and a merchant's list need. */
const ofAList = [
  "status",
  "paymentStatus",
  "payBy",
  "total",
  "currency",
  "attempts",
] as const satisfies readonly (keyof Order)[];
