/** A function's whole environment: Lambda's own variables, the services of this machine, the template's, the runner's. */
import type { World } from "../world.ts";

export interface FunctionIdentity {
  readonly name: string;
  readonly handler: string;
  readonly runtime: string;
  readonly memoryMegabytes: number;
  readonly taskRoot: string;
  readonly accessKeyId: string;
  readonly logging: { readonly LogFormat?: string | undefined; readonly ApplicationLogLevel?: string | undefined };
  readonly variables: Readonly<Record<string, string>>;
}

/** Nothing of the runner's own environment gets in, so that what works here does not lean on this machine. */
export function functionEnvironment(identity: FunctionIdentity, world: World): Readonly<Record<string, string>> {
  const { endpoints, region } = world;
  const format = identity.logging.LogFormat ?? "Text";
  return {
    ...identity.variables,
    ...world.environment,
    _HANDLER: identity.handler,
    LAMBDA_TASK_ROOT: identity.taskRoot,
    TZ: "UTC",
    LANG: "en_US.UTF-8",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: identity.accessKeyId,
    AWS_SECRET_ACCESS_KEY: "local",
    // The profiles of whoever runs this are not the function's.
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_EXECUTION_ENV: `AWS_Lambda_${identity.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: identity.name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(identity.memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${identity.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: "local",
    AWS_LAMBDA_LOG_FORMAT: format,
    // Lambda sets the level only where it writes the logs as JSON itself.
    ...(format === "JSON" ? { AWS_LAMBDA_LOG_LEVEL: identity.logging.ApplicationLogLevel ?? "INFO" } : {}),
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_DYNAMODB_STREAMS: endpoints.dynamodb,
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    AWS_ENDPOINT_URL_SSM: endpoints.parameters,
    ...(endpoints.s3 ? { AWS_ENDPOINT_URL_S3: endpoints.s3 } : {}),
  };
}
