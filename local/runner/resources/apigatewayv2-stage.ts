/** AWS::ApiGatewayV2::Stage: makes an API answer, and throttles its routes. */
import { z } from "zod";
import type { ThrottleLimits } from "../http-api/throttle.ts";
import { refused, resourceType } from "../resource.ts";

const routeSettings = z.strictObject({
  ThrottlingBurstLimit: z.number().optional(),
  ThrottlingRateLimit: z.number().optional(),
});

/** The account's limits, where a stage sets only one of the two. */
const usual = { requestsPerSecond: 10_000, burst: 5000 };

const metrics = "nothing measures here";

export const apigatewayv2Stage = resourceType({
  type: "AWS::ApiGatewayV2::Stage",
  properties: z.strictObject({
    ApiId: z.string(),
    AutoDeploy: z.literal(true),
    DefaultRouteSettings: routeSettings.optional(),
    RouteSettings: z.record(z.string(), routeSettings).default({}),
    StageName: z.literal("$default"),
  }),
  ignored: {
    AccessLogSettings: "logs are printed and not kept; the runner prints each request that failed",
    "DefaultRouteSettings.DetailedMetricsEnabled": metrics,
    Description: "it is for people",
    "RouteSettings.*.DetailedMetricsEnabled": metrics,
    Tags: "they are for bills",
  },
  make: async (given, place, world) => {
    const api = world.apis.find(({ id }) => id === given.ApiId);
    if (api === undefined) throw refused(place, `its API ${given.ApiId} is not in the assembly`);
    api.staged = true;
    if (given.DefaultRouteSettings) api.limit(undefined, limitsOf(given.DefaultRouteSettings));
    for (const [routeKey, settings] of Object.entries(given.RouteSettings)) api.limit(routeKey, limitsOf(settings));
    return { ref: given.StageName };
  },
});

const limitsOf = (settings: z.infer<typeof routeSettings>): ThrottleLimits => ({
  requestsPerSecond: settings.ThrottlingRateLimit ?? usual.requestsPerSecond,
  burst: settings.ThrottlingBurstLimit ?? usual.burst,
});
