/** A function entered at `lambdas/<stage>/<name>.lambda.ts`, with its own role, log, bundle and copy of the shop. */
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { type Entry, type FunctionAssets, nameOf } from "#lib/function-assets.ts";

export interface NodeLambdaProps {
  readonly entry: Entry;
  readonly description: string;
  readonly deployment: { readonly environment: string };
  readonly assets: FunctionAssets;
  /** Also put the shop's pictures beside the bundle. */
  readonly pictures?: boolean;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeout: Duration;
  /** Megabytes; 512 unless said. */
  readonly memorySize?: number;
}

export class NodeLambda extends Construct {
  readonly function: LambdaFunction;
  /** The function's name in logs and metrics. */
  readonly service: string;

  constructor(scope: Construct, id: string, props: NodeLambdaProps) {
    super(scope, id);
    const { entry, deployment, assets, pictures = false, timeout } = props;
    this.service = `${deployment.environment}-${nameOf(entry)}`;
    const logGroup = new LogGroup(this, "Log", {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, "Role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    logGroup.grantWrite(role);
    this.function = new LambdaFunction(this, "Function", {
      code: assets.codeOf(entry, { pictures }),
      handler: "index.handler",
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memorySize ?? 512,
      timeout,
      role,
      logGroup,
      environment: {
        ...props.environment,
        POWERTOOLS_SERVICE_NAME: this.service,
        LOG_LEVEL: "INFO",
        NODE_OPTIONS: "--enable-source-maps",
      },
    });
  }
}

/** One try of a call to Graph or Stripe ends before this (the adapters' time-outs); Stripe's are tried twice. */
const outsideCall = Duration.seconds(6);
/** A worker's message: up to five such tries. */
export const workerTimeout = Duration.seconds(5 * outsideCall.toSeconds());
/** What answers a sender, who gives up after 5 seconds (Messenger) or a little more. */
export const answerTimeout = Duration.seconds(2 * outsideCall.toSeconds());
/**
 * What answers a person: time to ask Stripe twice, twice tried each, and still to say what is the matter before API
 * Gateway gives up after 30 seconds.
 */
export const pageTimeout = Duration.seconds(29);
