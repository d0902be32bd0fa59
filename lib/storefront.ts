/** Storefront: what anybody may see of the assets, its pictures and legal texts. */
import { HttpMethod } from "aws-cdk-lib/aws-apigatewayv2";
import { Construct } from "constructs";
import type { FunctionAssets } from "./function-assets.ts";
import { answerTimeout, NodeLambda } from "./parts/node-lambda.ts";
import type { PublicApi } from "./public-api.ts";
import type { Deployment } from "./settings.ts";

export interface StorefrontProps {
  readonly deployment: Deployment;
  readonly assets: FunctionAssets;
  readonly api: PublicApi;
}

export class Storefront extends Construct {
  readonly pages: NodeLambda;

  constructor(scope: Construct, id: string, { deployment, assets, api }: StorefrontProps) {
    super(scope, id);
    this.pages = new NodeLambda(this, "Pages", {
      entry: "storefront/storefront.lambda.ts",
      description: "Shows the shop's pictures and legal texts",
      deployment,
      assets,
      pictures: true,
      timeout: answerTimeout,
      environment: {},
    });
    const open = "Pictures and legal texts are public.";
    const throttle = { rate: 50, burst: 100 };
    api.route({ method: HttpMethod.GET, path: "/pictures/{file}", to: this.pages, throttle, open });
    api.route({ method: HttpMethod.GET, path: "/legal/{text}", to: this.pages, throttle, open });
  }
}
