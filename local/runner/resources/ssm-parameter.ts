/** AWS::SSM::Parameter: a value that the local Parameter Store serves. */
import { z } from "zod";
import { physicalName } from "../names.ts";
import { refused, resourceType } from "../resource.ts";

export const ssmParameter = resourceType({
  type: "AWS::SSM::Parameter",
  properties: z.strictObject({
    Name: z.string().optional(),
    Type: z.enum(["String", "StringList"]),
    Value: z.string(),
  }),
  ignored: {
    AllowedPattern: "AWS checks it when it deploys",
    Description: "it is for people",
    Tags: "they are for bills",
    Tier: "capacity costs nothing here",
  },
  make: async (given, place, world) => {
    if (world.parameters === undefined) throw refused(place, "there is nowhere to keep parameters");
    const name = given.Name ?? physicalName(place, 1011);
    world.parameters.set(name, given.Value);
    return { ref: name, attributes: { Type: given.Type, Value: given.Value } };
  },
});
