/** START HERE: the shop without its tables, wired in the order the data flows; it can be deleted and deployed again. */
import { CfnOutput, Stack, type StackProps } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { ExportSettings } from "#core/shop/shop.ts";
import { Conversation } from "./conversation.ts";
import { Exports } from "./exports.ts";
import { FunctionAssets } from "./function-assets.ts";
import { Intake } from "./intake.ts";
import { Monitoring } from "./monitoring.ts";
import { WorkQueue } from "./parts/work-queue.ts";
import { Payments } from "./payments.ts";
import { PublicApi } from "./public-api.ts";
import type { Deployment } from "./settings.ts";
import type { Storage } from "./storage.ts";
import { Storefront } from "./storefront.ts";

export interface ShopStackProps extends StackProps {
  readonly deployment: Deployment;
  readonly storage: Storage;
  readonly exportSettings: ExportSettings;
}

export class ShopStack extends Stack {
  constructor(scope: Construct, id: string, props: ShopStackProps) {
    super(scope, id, props);
    const { deployment, storage, exportSettings } = props;
    const assets = new FunctionAssets(this, deployment.shopDir);

    // Who comes in, and where stages leave messages for each other.
    const api = new PublicApi(this, "PublicApi");
    const conversationQueue = new WorkQueue(this, "ConversationQueue", { maxReceiveCount: 15 });
    const paymentsQueue = new WorkQueue(this, "PaymentsQueue", { maxReceiveCount: 20 });
    const shared = { deployment, assets, api, storage, exportSettings, conversationQueue, paymentsQueue };

    // intake -> conversation -> payments -> exports
    const intake = new Intake(this, "Intake", shared);
    const conversation = new Conversation(this, "Conversation", shared);
    const payments = new Payments(this, "Payments", shared);
    const exports = new Exports(this, "Exports", shared);
    const storefront = new Storefront(this, "Storefront", shared);

    const monitoring = new Monitoring(this, "Monitoring", {
      ...shared,
      intake,
      conversation,
      payments,
      exports,
      storefront,
    });

    new CfnOutput(this, "PublicUrl", { value: api.url });
    new CfnOutput(this, "ExportsBucket", { value: storage.exportsBucket.bucketName });
    new CfnOutput(this, "AlarmTopic", { value: monitoring.alarms.topicArn });
  }
}
