/** AWS::Events::Rule: events of the default bus that functions are invoked with. */
import { z } from "zod";
import { type EventPattern, readPattern, UnknownPattern } from "../events/event-pattern.ts";
import { functionNamed } from "../lambda/lambda-function.ts";
import { physicalName } from "../names.ts";
import { type Place, refused, resourceType } from "../resource.ts";

const properties = z.strictObject({
  EventPattern: z.record(z.string(), z.unknown()),
  Name: z.string().optional(),
  State: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  Targets: z.array(z.strictObject({ Arn: z.string(), Id: z.string() })).default([]),
});

export const eventsRule = resourceType({
  type: "AWS::Events::Rule",
  properties,
  ignored: {
    Description: "it is for people",
    Tags: "they are for bills",
    "Targets[].DeadLetterConfig": "an event that reaches the runner reaches its functions",
    "Targets[].RetryPolicy": "an event that reaches the runner reaches its functions",
  },
  make: async (given, place, world) => {
    const targets = given.Targets.map(({ Arn }) => {
      const lambda = functionNamed(world.functions, Arn);
      if (!lambda) throw refused(place, `the target ${Arn} is not implemented by the local stack`);
      return lambda;
    });
    const takes = patternOf(given.EventPattern, place);
    if (given.State === "ENABLED") world.rules.push({ place, takes, targets });
    const name = given.Name ?? physicalName(place, 64);
    return { ref: name, attributes: { Arn: `arn:aws:events:${world.region}:${world.account}:rule/${name}` } };
  },
});

function patternOf(pattern: unknown, place: Place): EventPattern {
  try {
    return readPattern(pattern);
  } catch (error) {
    if (error instanceof UnknownPattern) throw refused(place, error.message, error);
    throw error;
  }
}
