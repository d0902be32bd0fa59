/** AWS::Lambda::EventInvokeConfig: how often an asynchronous invocation is tried, and where it ends. */
import { z } from "zod";
import { functionNamed } from "../lambda/lambda-function.ts";
import { refused, resourceType } from "../resource.ts";

const properties = z.strictObject({
  DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() }).default({}),
  FunctionName: z.string(),
  MaximumRetryAttempts: z.number().int().min(0).max(2).default(2),
  Qualifier: z.literal("$LATEST"),
});

export const lambdaEventInvokeConfig = resourceType({
  type: "AWS::Lambda::EventInvokeConfig",
  properties,
  ignored: { MaximumEventAgeInSeconds: "tries follow each other within seconds here" },
  make: async (given, place, world) => {
    const lambda = functionNamed(world.functions, given.FunctionName);
    if (!lambda) throw refused(place, `its function ${given.FunctionName} is not in the assembly`);
    const destination = given.DestinationConfig.OnFailure?.Destination;
    const queue = world.queues.find(({ arn }) => arn === destination);
    if (destination !== undefined && !queue)
      throw refused(place, `the destination ${destination} is not implemented by the local stack`);
    world.invokeLater.set(lambda.name, { retries: given.MaximumRetryAttempts, failureQueueUrl: queue?.url });
    return { ref: place.logicalId };
  },
});
