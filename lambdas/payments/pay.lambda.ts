/** Entry of the pay page: `GET /pay/{token}` and `GET /pay/{token}/{outcome}`. */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { isLocale, type Locale } from "#core/values/locale.ts";
import { answerPayPage, type PayRequest } from "./answer-pay-page.ts";
import type { PayDeps } from "./pay-deps.ts";
import { wirePay } from "./wiring.ts";

let wired: PayDeps | undefined;

/** Never logs the path: whoever holds the token may open the page. */
export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
  wired ??= wirePay();
  return { ...(await answerPayPage(wired, requestOf(event, wired.shop.settings.defaultLocale))) };
};

function requestOf(event: APIGatewayProxyEventV2, defaultLanguage: Locale): PayRequest {
  const look = Number(event.queryStringParameters?.["look"] ?? 0);
  const outcome = event.pathParameters?.["outcome"];
  return {
    method: event.requestContext.http.method,
    token: event.pathParameters?.["token"] ?? "",
    ...(outcome !== undefined && { outcome }),
    look: Number.isSafeInteger(look) && look >= 0 ? look : 0,
    userAgent: event.headers["user-agent"] ?? "",
    language: preferredLanguage(event.headers["accept-language"] ?? "", defaultLanguage),
  };
}

/** The first language of the browser's list that the shop speaks. */
function preferredLanguage(accepted: string, defaultLanguage: Locale): Locale {
  const wanted = accepted.split(",").map((range) => range.trim().slice(0, 2).toLowerCase());
  return wanted.find(isLocale) ?? defaultLanguage;
}
