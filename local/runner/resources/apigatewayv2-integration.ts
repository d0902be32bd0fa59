/** AWS::ApiGatewayV2::Integration: a function behind routes, with payload format 2.0. */
import { z } from "zod";
import { functionNamed } from "../lambda/lambda-function.ts";
import { shortHash } from "../names.ts";
import { refused, resourceType } from "../resource.ts";

export const apigatewayv2Integration = resourceType({
  type: "AWS::ApiGatewayV2::Integration",
  properties: z.strictObject({
    ApiId: z.string(),
    IntegrationType: z.literal("AWS_PROXY"),
    IntegrationUri: z.string(),
    PayloadFormatVersion: z.literal("2.0"),
    TimeoutInMillis: z.number().default(30_000),
  }),
  ignored: { Description: "it is for people" },
  make: async (given, place, world) => {
    const api = world.apis.find(({ id }) => id === given.ApiId);
    const target = functionNamed(world.functions, given.IntegrationUri);
    if (api === undefined) throw refused(place, `its API ${given.ApiId} is not in the assembly`);
    if (target === undefined) throw refused(place, `${given.IntegrationUri} is not a function of the assembly`);
    const id = shortHash(`${place.stack}/${place.logicalId}`, 7);
    api.integrations.set(id, { target, timeoutMilliseconds: given.TimeoutInMillis });
    return { ref: id };
  },
});
