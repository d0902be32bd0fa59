/** AWS::Lambda::EventSourceMapping: a queue or a table's stream whose contents are handed to a function. */
import { z } from "zod";
import { sqsSource } from "../event-sources/sqs-source.ts";
import { streamSource } from "../event-sources/stream-source.ts";
import { functionNamed, type LambdaFunction } from "../lambda/lambda-function.ts";
import { physicalName } from "../names.ts";
import { type Place, refused, resourceType } from "../resource.ts";
import type { Queue, Table, World } from "../world.ts";

const properties = z.strictObject({
  BatchSize: z.number().optional(),
  BisectBatchOnFunctionError: z.boolean().optional(),
  DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() }).optional(),
  Enabled: z.boolean().default(true),
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  FunctionResponseTypes: z.array(z.literal("ReportBatchItemFailures")).default([]),
  MaximumRecordAgeInSeconds: z.number().optional(),
  MaximumRetryAttempts: z.number().optional(),
  ScalingConfig: z.strictObject({ MaximumConcurrency: z.number() }).optional(),
  StartingPosition: z.enum(["TRIM_HORIZON", "LATEST"]).optional(),
});

type Properties = z.infer<typeof properties>;

/** Lambda begins with this many batches at once where the template sets no MaximumConcurrency. */
const usualConcurrency = 5;

export const lambdaEventSourceMapping = resourceType({
  type: "AWS::Lambda::EventSourceMapping",
  properties,
  ignored: {
    MaximumBatchingWindowInSeconds: "a batch is handed over as soon as it is read; waiting would only make it larger",
    MetricsConfig: "nothing measures here",
    ParallelizationFactor: "a stream's batches run one after the other here; the order within an item is the same",
    Tags: "they are for bills",
  },
  make: async (given, place, world) => {
    const target = functionNamed(world.functions, given.FunctionName);
    if (target === undefined) throw refused(place, `its function ${given.FunctionName} is not in the assembly`);
    const queue = world.queues.find(({ arn }) => arn === given.EventSourceArn);
    const table = world.tables.find(({ streamArn }) => streamArn === given.EventSourceArn);
    if (given.Enabled && queue) fromQueue(given, { place, target, queue }, world);
    else if (given.Enabled && table) fromStream(given, { place, target, table }, world);
    else if (!queue && !table)
      throw refused(
        place,
        `its source ${given.EventSourceArn} is neither a queue nor a table's stream of the assembly`,
      );
    return { ref: physicalName(place, 64) };
  },
});

/** What only streams have means a mistake in the template when it stands at a queue. */
const ofStreams = [
  "BisectBatchOnFunctionError",
  "DestinationConfig",
  "MaximumRecordAgeInSeconds",
  "MaximumRetryAttempts",
  "StartingPosition",
] as const satisfies readonly (keyof Properties)[];

interface FromQueue {
  readonly place: Place;
  readonly target: LambdaFunction;
  readonly queue: Queue;
}

function fromQueue(given: Properties, { place, target, queue }: FromQueue, world: World): void {
  const strange = ofStreams.find((name) => given[name] !== undefined);
  if (strange) throw refused(place, `the property ${strange} is for streams, not for queues`);
  const batchSize = given.BatchSize ?? 10;
  if (batchSize > 10) throw refused(place, "the local stack takes at most 10 messages at once (BatchSize)");
  const maximumConcurrency = given.ScalingConfig?.MaximumConcurrency ?? usualConcurrency;
  const reportsFailures = given.FunctionResponseTypes.length > 0;
  world.workers.push(sqsSource({ queue, target, batchSize, maximumConcurrency, reportsFailures }, world));
}

interface FromStream {
  readonly place: Place;
  readonly target: LambdaFunction;
  readonly table: Table;
}

function fromStream(given: Properties, { place, target, table }: FromStream, world: World): void {
  if (given.ScalingConfig) throw refused(place, "the property ScalingConfig is for queues, not for streams");
  if (given.StartingPosition === undefined) throw refused(place, "StartingPosition is missing");
  const destination = given.DestinationConfig?.OnFailure?.Destination;
  const onFailure = world.queues.find(({ arn }) => arn === destination);
  if (destination !== undefined && onFailure === undefined)
    throw refused(place, `its destination ${destination} is not a queue of the assembly`);
  const mapping = {
    name: physicalName(place, 64),
    streamArn: table.streamArn ?? given.EventSourceArn,
    target,
    batchSize: given.BatchSize ?? 100,
    startingPosition: given.StartingPosition,
    // -1 means for ever, to Lambda as well.
    maximumRetries: given.MaximumRetryAttempts ?? -1,
    maximumAgeSeconds: given.MaximumRecordAgeInSeconds ?? -1,
    bisects: given.BisectBatchOnFunctionError ?? false,
    reportsFailures: given.FunctionResponseTypes.length > 0,
    onFailure,
  };
  world.workers.push(streamSource(mapping, world));
}
