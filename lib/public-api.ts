/** The shop's one public address: an HTTP API with a throttle per route and a log that tells nothing about a shopper. */
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  type CfnStage,
  HttpApi,
  type HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { RemovalPolicy, Validations } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { NodeLambda } from "./parts/node-lambda.ts";

export interface PublicRoute {
  readonly method: HttpMethod;
  readonly path: `/${string}`;
  readonly to: NodeLambda;
  /** Calls a second that are let through, and how many at once. */
  readonly throttle: { readonly rate: number; readonly burst: number };
  /** Why nobody has to log in here. */
  readonly open: string;
}

export class PublicApi extends Construct {
  readonly api: HttpApi;
  /** `https://<id>.execute-api.<region>.amazonaws.com`, without a slash at the end. */
  readonly url: string;
  private readonly stage: CfnStage;
  private readonly throttles: Record<string, { ThrottlingRateLimit: number; ThrottlingBurstLimit: number }> = {};

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.api = new HttpApi(this, "Api", { createDefaultStage: false });
    this.url = this.api.apiEndpoint;
    const accessLog = new LogGroup(this, "AccessLog", {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = new HttpStage(this, "Stage", {
      httpApi: this.api,
      stageName: "$default",
      autoDeploy: true,
      // Unset, a flood on one route would eat the whole account's limit.
      throttle: { rateLimit: 50, burstLimit: 100 },
      accessLogSettings: { destination: new LogGroupLogDestination(accessLog), format: routeKeysOnly },
    });
    this.stage = stage.node.defaultChild as CfnStage;
    this.stage.routeSettings = this.throttles;
  }

  /** Adds a route with its own throttle; the function gets the body as it came (payload format 2.0). */
  route({ method, path, to, throttle, open }: PublicRoute): void {
    const route = new HttpRoute(to, `${method}${path}`, {
      httpApi: this.api,
      routeKey: HttpRouteKey.with(path, method),
      integration: new HttpLambdaIntegration("Integration", to.function),
    });
    Validations.of(route).acknowledge({ id: "AwsSolutions-APIG4", reason: open });
    this.throttles[`${method} ${path}`] = {
      ThrottlingRateLimit: throttle.rate,
      ThrottlingBurstLimit: throttle.burst,
    };
    // A stage cannot be given settings for a route that does not exist yet.
    this.stage.node.addDependency(route);
  }
}

/** Paths hold pay tokens, queries the verify token, and addresses people: only the route's own name is kept. */
const routeKeysOnly = AccessLogFormat.custom(
  JSON.stringify({
    at: "$context.requestTime",
    requestId: "$context.requestId",
    routeKey: "$context.routeKey",
    status: "$context.status",
    responseLength: "$context.responseLength",
    responseLatency: "$context.responseLatency",
    integrationStatus: "$context.integrationStatus",
    integrationLatency: "$context.integrationLatency",
  }),
);
