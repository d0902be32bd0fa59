/** What is kept: sessions that may be forgotten, orders and stock that must not, and what the orders are exported to. */
import { AttributeType, Billing, ProjectionType, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket } from "aws-cdk-lib/aws-s3";
import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { readable } from "#core/exports/readable-files.ts";
import type { Order } from "#core/orders/order.ts";
import type { ExportSettings } from "#core/shop/shop.ts";

/** Indexes of the orders table, both by `placedAt`: a shopper's own, and a Page's by status (`<pageId>#<status>`). */
export type OrderIndex = "shopper" | "pageStatus";

export class Storage extends Construct {
  readonly sessions: TableV2;
  readonly orders: TableV2;
  readonly stock: TableV2;
  /** How far the exports are. */
  readonly exports: TableV2;
  readonly exportsBucket: Bucket;

  constructor(scope: Construct, id: string, exportSettings: ExportSettings) {
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
    this.exports = this.keepLedger();
    this.exportsBucket = this.keepExports(exportSettings);
  }

  private keepLedger(): TableV2 {
    const ledger = new TableV2(this, "Exports", {
      partitionKey: { name: "exported", type: AttributeType.STRING },
      billing: Billing.onDemand(),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(ledger).acknowledge({
      id: "AwsSolutions-DDB3",
      reason: "It says how far the exports are; without it the next run begins anew with a full export.",
    });
    return ledger;
  }

  /** Not versioned: exports are written once, and readable files can be made again; old versions would keep personal data. */
  private keepExports({ keepDays }: ExportSettings): Bucket {
    const expiration = Duration.days(keepDays);
    const bucket = new Bucket(this, "ExportsBucket", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      lifecycleRules: [
        { id: "RawExports", prefix: "exports/", expiration },
        { id: "PersonalData", prefix: readable.withPersonalData, expiration },
        { id: "BrokenUploads", abortIncompleteMultipartUploadAfter: Duration.days(2) },
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // Straight to EventBridge: the construct's own way is a function that calls S3 when the stack is deployed.
    const { defaultChild } = bucket.node;
    if (!(defaultChild instanceof CfnBucket)) throw new TypeError("a bucket is a CfnBucket");
    defaultChild.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    Validations.of(bucket).acknowledge({
      id: "AwsSolutions-S1",
      reason:
        "Access logs of the bucket would be another bucket to pay and to keep; CloudTrail's data events tell who read.",
    });
    return bucket;
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
