/** Which of the storefront's pages a request asks for. */
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { StorefrontAnswer, StorefrontRequest } from "./answer.ts";

/** One answer for each route of the storefront. */
export interface Storefront {
  readonly picture: (request: StorefrontRequest) => StorefrontAnswer;
  readonly legal: (request: StorefrontRequest) => StorefrontAnswer;
}

/** What API Gateway gives of a request, as far as the storefront reads it. */
export type StorefrontEvent = Pick<APIGatewayProxyEventV2, "routeKey" | "headers"> &
  Partial<Pick<APIGatewayProxyEventV2, "pathParameters" | "queryStringParameters">>;

/** The answer to a request; 404 for a route that is not the storefront's. */
export function answerRequest(storefront: Storefront, event: StorefrontEvent): StorefrontAnswer {
  const lang = event.queryStringParameters?.["lang"];
  const acceptLanguage = event.headers["accept-language"];
  const ifNoneMatch = event.headers["if-none-match"];
  const asked = {
    ...(lang !== undefined && { lang }),
    ...(acceptLanguage !== undefined && { acceptLanguage }),
    ...(ifNoneMatch !== undefined && { ifNoneMatch }),
  };
  switch (event.routeKey) {
    case "GET /pictures/{file}":
      return storefront.picture({ name: event.pathParameters?.["file"] ?? "", ...asked });
    case "GET /legal/{text}":
      return storefront.legal({ name: event.pathParameters?.["text"] ?? "", ...asked });
    default:
      return { statusCode: 404, headers: { "content-type": "text/plain; charset=utf-8" }, body: "Not found.\n" };
  }
}
