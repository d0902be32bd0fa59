/** Every resource type that the local stack implements: one file each in `resources/`. */
import type { ResourceType } from "./resource.ts";
import { apigatewayv2Api } from "./resources/apigatewayv2-api.ts";
import { apigatewayv2Integration } from "./resources/apigatewayv2-integration.ts";
import { apigatewayv2Route } from "./resources/apigatewayv2-route.ts";
import { apigatewayv2Stage } from "./resources/apigatewayv2-stage.ts";
import { dynamodbGlobalTable } from "./resources/dynamodb-global-table.ts";
import { dynamodbTable } from "./resources/dynamodb-table.ts";
import { eventsRule } from "./resources/events-rule.ts";
import { lambdaEventInvokeConfig } from "./resources/lambda-event-invoke-config.ts";
import { lambdaEventSourceMapping } from "./resources/lambda-event-source-mapping.ts";
import { lambdaFunction } from "./resources/lambda-function.ts";
import { s3Bucket } from "./resources/s3-bucket.ts";
import { schedulerSchedule } from "./resources/scheduler-schedule.ts";
import { sqsQueue } from "./resources/sqs-queue.ts";
import { ssmParameter } from "./resources/ssm-parameter.ts";

/** By CloudFormation's name of the type. */
export const implementedTypes: ReadonlyMap<string, ResourceType> = new Map(
  [
    apigatewayv2Api,
    apigatewayv2Integration,
    apigatewayv2Route,
    apigatewayv2Stage,
    dynamodbGlobalTable,
    dynamodbTable,
    eventsRule,
    lambdaEventInvokeConfig,
    lambdaEventSourceMapping,
    lambdaFunction,
    s3Bucket,
    schedulerSchedule,
    sqsQueue,
    ssmParameter,
  ].map((type) => [type.type, type]),
);
