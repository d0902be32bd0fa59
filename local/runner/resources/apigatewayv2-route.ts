/** AWS::ApiGatewayV2::Route: which requests an integration answers. */
import { z } from "zod";
import { shortHash } from "../names.ts";
import { refused, resourceType } from "../resource.ts";

export const apigatewayv2Route = resourceType({
  type: "AWS::ApiGatewayV2::Route",
  properties: z.strictObject({
    ApiId: z.string(),
    AuthorizationType: z.literal("NONE").optional(),
    RouteKey: z.string(),
    Target: z.string(),
  }),
  ignored: { OperationName: "it is for people" },
  make: async (given, place, world) => {
    const api = world.apis.find(({ id }) => id === given.ApiId);
    const integration = api?.integrations.get(given.Target.replace(/^integrations\//, ""));
    if (api === undefined || integration === undefined)
      throw refused(place, `its target ${given.Target} is not an integration of the assembly`);
    api.routes.set(given.RouteKey, integration);
    return { ref: shortHash(`${place.stack}/${place.logicalId}`, 7) };
  },
});
