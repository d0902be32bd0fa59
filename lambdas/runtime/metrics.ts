/** Numbers worth an alarm, as CloudWatch metrics in the log (EMF), with the function's service as only dimension. */
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";

/** Every metric the functions write; the alarms of `lib/monitoring.ts` can name no other. A stage adds its own here. */
export type MetricName =
  // Intake.
  | "EventsQueued"
  | "EventsDropped"
  | "SignaturesRefused"
  | "BodiesRefused"
  | "QueueRefused"
  // Every worker.
  | "WorldFailures"
  | "MessagesParked"
  | "MessagesGivenUp"
  // Conversation: Messenger refused a message for good; a shopper who cannot be reached; an order's news that could not
  // be told; a Page that may not send; events too old or of another Page; a stored visit that begins anew.
  | "SpeechRefused"
  | "SpeechUndelivered"
  | "NewsUntold"
  | "PageBlocked"
  | "InputsIgnored"
  | "SessionsUnreadable"
  // Payments: a paid amount, currency or reference that is not the order's.
  | "AmountsDiffering"
  | "OrdersPlaced"
  // The stock table does not hold what an order reserved; Stripe will not open a payment page; money given back by itself.
  | "StockContradictions"
  | "CheckoutsRefused"
  | "LatePaymentsRefunded"
  | "OrdersPaid"
  // Exports: one was begun, became readable, failed or could not be begun; changes that can no longer be exported; how long
  // ago the last one became readable.
  | "ExportsBegun"
  | "ExportsPublished"
  | "ExportsFailed"
  | "ExportGaps"
  | "HoursSinceExport";

const metrics = new Metrics({ namespace: "Comptoir" });

/**
 * Adds to a metric. Written at once, so nothing is lost when the function is frozen or killed.
 */
export function count(name: MetricName, value = 1): void {
  metrics.addMetric(name, MetricUnit.Count, value).publishStoredMetrics();
}
