/** A FIFO queue with its dead letters, and the times that must agree between queue and worker. */
import { type IGrantable, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { DeduplicationScope, FifoThroughputLimit, Queue, type QueueProps } from "aws-cdk-lib/aws-sqs";
import { Duration, Names } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { type NodeLambda, workerTimeout } from "./node-lambda.ts";

export interface WorkQueueProps {
  /** Tries before the queue gives a message up. */
  readonly maxReceiveCount: number;
}

export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly maxReceiveCount: number;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const fifo: QueueProps = {
      fifo: true,
      deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
      fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      enforceSSL: true,
    };
    this.maxReceiveCount = props.maxReceiveCount;
    this.deadLetters = new Queue(this, "DeadLetters", { ...fifo, retentionPeriod: Duration.days(14) });
    this.queue = new Queue(this, "Queue", {
      ...fifo,
      retentionPeriod: Duration.days(4),
      // AWS asks for six times the function's time; only a killed worker waits this long, a failed one says when.
      visibilityTimeout: Duration.seconds(6 * workerTimeout.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: props.maxReceiveCount },
    });
  }

  grantSend(to: IGrantable): void {
    allowSend(to, this.queue);
  }

  /** Lets a worker take messages one at a time, say when to try again, and park what can never work. */
  feed(worker: NodeLambda, maxConcurrency: number): void {
    // Named as the construct library's SqsEventSource would name it: AWS takes no second mapping under a new name. That
    // construct is not used because it also grants asking for the queue's address, which nobody does.
    worker.function.addEventSourceMapping(`SqsEventSource:${Names.nodeUniqueId(this.queue.node)}`, {
      eventSourceArn: this.queue.queueArn,
      batchSize: 1,
      reportBatchItemFailures: true,
      maxConcurrency,
    });
    worker.function.addToRolePolicy(
      new PolicyStatement({ actions: [...ofTheReader, ofTheWorker], resources: [this.queue.queueArn] }),
    );
    allowSend(worker.function, this.deadLetters);
  }
}

/** What Lambda's event source mapping does with the queue, in the worker's role (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html). */
const ofTheReader = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
/** The worker itself sets when a failed message comes again. */
const ofTheWorker = "sqs:ChangeMessageVisibility";

/** Only to send: the construct library's own grant also allows reading the queue's attributes. */
function allowSend(to: IGrantable, queue: Queue): void {
  to.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [queue.queueArn] }),
  );
}
