/** AWS::ApiGatewayV2::Api: an HTTP API, answering at the address of this machine. */
import { z } from "zod";
import { HttpApi } from "../http-api/http-api.ts";
import { shortHash } from "../names.ts";
import { refused, resourceType } from "../resource.ts";

export const apigatewayv2Api = resourceType({
  type: "AWS::ApiGatewayV2::Api",
  properties: z.strictObject({ Name: z.string().optional(), ProtocolType: z.literal("HTTP") }),
  ignored: {
    Description: "it is for people",
    IpAddressType: "it listens on loopback only",
    Tags: "they are for bills",
  },
  make: async (_, place, world) => {
    if (world.apis.length > 0) throw refused(place, "the local stack serves one HTTP API, and this is another");
    const id = shortHash(`${place.stack}/${place.logicalId}`, 10);
    world.apis.push(new HttpApi(id, place, world));
    world.addresses.set(`https://${id}.execute-api.${world.region}.amazonaws.com`, world.publicUrl);
    return { ref: id, attributes: { ApiEndpoint: world.publicUrl, ApiId: id } };
  },
});
