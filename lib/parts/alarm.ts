/** An alarm that says what it means for the shop and where it is written what to do. */
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";

export interface ShopAlarmProps {
  readonly metric: IMetric;
  /** Rings when the metric is at least this. */
  readonly atLeast: number;
  /** In how many periods in a row; 1 if absent. */
  readonly periods?: number;
  /** Rings also when the metric has no data. */
  readonly missingIsBad?: boolean;
  /** What shoppers or the merchant feel of it. */
  readonly impact: string;
  /** The heading's anchor in `docs/runbook.md`. */
  readonly runbook: string;
  readonly tell: ITopic;
}

export class ShopAlarm extends Construct {
  constructor(scope: Construct, id: string, props: ShopAlarmProps) {
    super(scope, id);
    const alarm = new Alarm(this, "Alarm", {
      metric: props.metric,
      threshold: props.atLeast,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: props.periods ?? 1,
      // Empty queues and functions that are not called send no data: that is good news.
      treatMissingData: props.missingIsBad ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      alarmDescription: `${props.impact} What to do: docs/runbook.md#${props.runbook}`,
    });
    alarm.addAlarmAction(new SnsAction(props.tell));
  }
}
