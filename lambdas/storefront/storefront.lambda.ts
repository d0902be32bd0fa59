/** Entry of the storefront: the shop's pictures and legal texts, from beside the bundle. */
import { join } from "node:path";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { bundledShop, bundleFolder } from "#adapters/shop/bundled-shop.ts";
import type { StorefrontAnswer } from "./answer.ts";
import { legalAnswers } from "./answer-legal.ts";
import { pictureAnswers } from "./answer-picture.ts";
import { answerRequest, type Storefront } from "./storefront.ts";

let storefront: Storefront | undefined;

/** Answers one request of the HTTP API (payload format 2.0). */
export async function handler(event: APIGatewayProxyEventV2): Promise<StorefrontAnswer> {
  storefront ??= {
    picture: pictureAnswers(join(bundleFolder(), "pictures")),
    legal: legalAnswers(bundledShop()),
  };
  return answerRequest(storefront, event);
}
