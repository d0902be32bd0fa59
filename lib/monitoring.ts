/** Monitoring: the alarms along the data's way, each with its impact and its article in the runbook. */
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Duration, Stack } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { ExportSettings } from "#core/shop/shop.ts";
import type { MetricName } from "#runtime/metrics.ts";
import type { Conversation } from "./conversation.ts";
import type { Exports } from "./exports.ts";
import type { Intake } from "./intake.ts";
import { ShopAlarm, type ShopAlarmProps } from "./parts/alarm.ts";
import type { NodeLambda } from "./parts/node-lambda.ts";
import type { WorkQueue } from "./parts/work-queue.ts";
import type { Payments } from "./payments.ts";
import type { PublicApi } from "./public-api.ts";
import type { Deployment } from "./settings.ts";
import type { Storefront } from "./storefront.ts";

export interface MonitoringProps {
  readonly deployment: Deployment;
  readonly api: PublicApi;
  readonly intake: Intake;
  readonly conversation: Conversation;
  readonly conversationQueue: WorkQueue;
  readonly payments: Payments;
  readonly paymentsQueue: WorkQueue;
  readonly exports: Exports;
  readonly exportSettings: ExportSettings;
  readonly storefront: Storefront;
}

const fiveMinutes = Duration.minutes(5);

export class Monitoring extends Construct {
  readonly alarms: Topic;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    this.alarms = new Topic(this, "Alarms", { enforceSSL: true });
    letAlarmsPublish(this.alarms);
    if (props.deployment.alarmEmail) {
      this.alarms.addSubscription(new EmailSubscription(props.deployment.alarmEmail));
    }
    this.watchIntake(props);
    this.watchConversation(props);
    this.watchPayments(props);
    this.watchExports(props);
    this.watchFunctions(props);
  }

  private watchIntake({ api, intake }: MonitoringProps): void {
    this.alarm("ApiFails", {
      metric: api.api.metricServerError({ period: fiveMinutes, statistic: "Sum" }),
      atLeast: 5,
      impact: "Messenger, Stripe or shoppers get errors; Meta unsubscribes the Page after an hour of them.",
      runbook: "the-public-address-fails",
    });
    const refusals: readonly [string, NodeLambda, number][] = [
      ["MessengerSignaturesRefused", intake.messengerWebhook, 10],
      ["StripeSignaturesRefused", intake.stripeWebhook, 3],
    ];
    for (const [id, webhook, atLeast] of refusals) {
      this.alarm(id, {
        metric: counted(webhook, "SignaturesRefused"),
        atLeast,
        impact: "Either somebody knocks with forged deliveries, or our secret is wrong and real ones are turned away.",
        runbook: "signatures-are-refused",
      });
    }
    for (const [id, webhook] of [
      ["MessengerQueueRefused", intake.messengerWebhook],
      ["StripeQueueRefused", intake.stripeWebhook],
    ] as const) {
      this.alarm(id, {
        metric: counted(webhook, "QueueRefused"),
        atLeast: 1,
        impact: "Events could not be queued or the secret not read; the sender tries again, for a while.",
        runbook: "intake-cannot-queue",
      });
    }
  }

  private watchConversation({ conversation, conversationQueue }: MonitoringProps): void {
    this.watchQueue("Conversation", conversationQueue, {
      waits: "Shoppers wait for answers.",
      parked: "A shopper's message or an order's news was given up; the shopper was told, if Messenger let us.",
    });
    this.alarm("ConversationWorldFails", {
      metric: counted(conversation.worker, "WorldFailures"),
      atLeast: 20,
      impact: "Messenger or AWS fails often; answers come late.",
      runbook: "the-world-fails",
    });
    this.alarm("PageBlocked", {
      metric: counted(conversation.worker, "PageBlocked"),
      atLeast: 1,
      impact: "Messenger sends nothing for the Page: its token no longer works, or the Page may not send.",
      runbook: "the-page-may-not-send",
    });
    this.alarm("SpeechRefused", {
      metric: counted(conversation.worker, "SpeechRefused"),
      atLeast: 5,
      impact: "Messenger refuses what the shop says; shoppers get a plainer answer, or none.",
      runbook: "messenger-refuses-speech",
    });
    this.alarm("SessionsUnreadable", {
      metric: counted(conversation.worker, "SessionsUnreadable"),
      atLeast: 1,
      impact: "A stored visit could not be read and begins anew: a shopper's cart is lost.",
      runbook: "sessions-are-unreadable",
    });
    this.alarm("NewsUntold", {
      metric: counted(conversation.worker, "NewsUntold"),
      atLeast: 1,
      impact: "News of an order could not be told to its shopper; it is noted on the order.",
      runbook: "news-of-an-order-is-untold",
    });
  }

  private watchPayments({ payments, paymentsQueue }: MonitoringProps): void {
    this.watchQueue("Payments", paymentsQueue, {
      waits: "Orders are not placed or not confirmed.",
      parked: "A payment event or an order command was given up: an order may be wrong.",
    });
    this.alarm("PaymentsWorldFails", {
      metric: counted(payments.worker, "WorldFailures"),
      atLeast: 10,
      impact: "Stripe or AWS fails often; orders and confirmations come late.",
      runbook: "the-world-fails",
    });
    this.alarm("AmountsDiffer", {
      metric: counted(payments.worker, "AmountsDiffering"),
      atLeast: 1,
      impact: "A shopper paid something else than the order says; the order waits for a person.",
      runbook: "a-paid-amount-differs",
    });
    this.alarm("StockContradicts", {
      metric: counted(payments.worker, "StockContradictions"),
      atLeast: 1,
      impact: "The stock table does not hold what an order reserved; the order went on, the count is wrong.",
      runbook: "the-stock-contradicts-an-order",
    });
    this.alarm("CheckoutsRefused", {
      metric: counted(payments.payPage, "CheckoutsRefused"),
      atLeast: 1,
      impact: "Stripe will not open a payment page: nobody can pay.",
      runbook: "stripe-opens-no-payment-page",
    });
    this.watchCheck(payments);
  }

  private watchCheck(payments: Payments): void {
    for (const metricName of ["TargetErrorCount", "InvocationDroppedCount"]) {
      this.alarm(`Check${metricName}`, {
        metric: new Metric({
          namespace: "AWS/Scheduler",
          metricName,
          dimensionsMap: { ScheduleGroup: payments.check.group.scheduleGroupName },
          period: Duration.minutes(15),
          statistic: "Sum",
        }),
        atLeast: 1,
        impact: "Orders past their time to pay are not checked; a lost webhook would stay lost and stock reserved.",
        runbook: "the-quarter-hourly-check-fails",
      });
    }
  }

  private watchExports({ exports, exportSettings }: MonitoringProps): void {
    const hours = mostHoursWithout(exportSettings);
    if (hours !== undefined) {
      this.alarm("ExportsMissing", {
        metric: counted(exports.increment, "HoursSinceExport").with({
          period: Duration.hours(1),
          statistic: "Maximum",
        }),
        // In three hours one after the other, of which the last is that many after the export.
        atLeast: hours - 2,
        // The number comes every hour: without it nobody looks after the exports.
        missingIsBad: true,
        periods: 3,
        impact: `No export of the orders became readable in ${hours} hours: the merchant's files and reports are old.`,
        runbook: "no-export-appeared",
      });
    }
    this.alarm("ExportsFailed", {
      metric: counted(exports.increment, "ExportsFailed"),
      atLeast: 1,
      impact: "An export failed or could not be begun; it is tried again with the next run.",
      runbook: "an-export-failed",
    });
    this.alarm("ExportGaps", {
      metric: counted(exports.increment, "ExportGaps"),
      atLeast: 1,
      impact:
        "Changes are too old to be exported one by one; a full export took their place, the files of those days lack them.",
      runbook: "changes-can-no-longer-be-exported",
    });
    this.alarm("ExportsDeadLetters", {
      metric: exports.deadLetters.metricApproximateNumberOfMessagesVisible({
        period: fiveMinutes,
        statistic: "Maximum",
      }),
      atLeast: 1,
      impact: "An export was not begun, or one that is complete was not made readable.",
      runbook: "an-export-is-parked",
    });
  }

  private watchQueue(name: string, queue: WorkQueue, impact: { waits: string; parked: string }): void {
    this.alarm(`${name}DeadLetters`, {
      metric: queue.deadLetters.metricApproximateNumberOfMessagesVisible({ period: fiveMinutes, statistic: "Maximum" }),
      atLeast: 1,
      impact: impact.parked,
      runbook: "messages-are-parked",
    });
    this.alarm(`${name}Waits`, {
      metric: queue.queue.metricApproximateAgeOfOldestMessage({ period: fiveMinutes, statistic: "Maximum" }),
      // One failing message comes back every five minutes at the latest; twice that is more than one.
      atLeast: 600,
      impact: impact.waits,
      runbook: "messages-wait",
    });
  }

  private watchFunctions({ intake, conversation, payments, exports, storefront }: MonitoringProps): void {
    const functions = {
      MessengerWebhook: intake.messengerWebhook,
      StripeWebhook: intake.stripeWebhook,
      Conversation: conversation.worker,
      Payments: payments.worker,
      PayPage: payments.payPage,
      ExportIncrement: exports.increment,
      PublishOrders: exports.publish,
      Storefront: storefront.pages,
    };
    for (const [name, each] of Object.entries(functions)) {
      this.alarm(`${name}Errors`, {
        metric: each.function.metricErrors({ period: fiveMinutes }),
        atLeast: 1,
        impact: `${name} broke off: out of time or memory, or a fault of ours. Queues and senders try again.`,
        runbook: "a-function-fails",
      });
      this.alarm(`${name}Throttles`, {
        metric: each.function.metricThrottles({ period: fiveMinutes }),
        atLeast: 1,
        impact: `${name} was not started: the account's concurrency is used up.`,
        runbook: "a-function-is-throttled",
      });
    }
  }

  private alarm(id: string, props: Omit<ShopAlarmProps, "tell">): void {
    new ShopAlarm(this, id, { ...props, tell: this.alarms });
  }
}

/** A topic with a policy of its own loses the default policy, which lets the account's alarms publish. */
function letAlarmsPublish(topic: Topic): void {
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: "AllowAlarmsOfThisAccount",
      principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
      actions: ["sns:Publish"],
      resources: [topic.topicArn],
      conditions: { StringEquals: { "aws:SourceAccount": Stack.of(topic).account } },
    }),
  );
}

/** What a function counts itself, as `lambdas/runtime/metrics.ts` writes it. */
const counted = (by: NodeLambda, metricName: MetricName): Metric =>
  new Metric({
    namespace: "Comptoir",
    metricName,
    dimensionsMap: { service: by.service },
    period: fiveMinutes,
    statistic: "Sum",
  });

/** A little more than a day, or twice the span of what is exported less often; undefined where nothing is exported. */
function mostHoursWithout({ increments, full }: ExportSettings): number | undefined {
  if (increments !== "off") return 26;
  return { weekly: 2 * 7 * 24, monthly: 2 * 31 * 24, off: undefined }[full];
}
