/** What the resources of a template are made in: the services of this machine, and the resources that exist already. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { ObjectStore } from "#local/services/object-store.ts";
import type { InvokeLater } from "./events/invoke-later.ts";
import type { Rule } from "./events/object-events.ts";
import type { HttpApi } from "./http-api/http-api.ts";
import type { LambdaFunction } from "./lambda/lambda-function.ts";
import type { Place } from "./resource.ts";
import type { Schedule } from "./schedules/schedule.ts";

export interface Endpoints {
  readonly dynamodb: string;
  readonly sqs: string;
  readonly s3?: string;
  /** SSM Parameter Store. */
  readonly parameters: string;
}

/** Says what a function printed, or what the runner has to tell; `source` is the function's or mapping's construct path. */
export type Log = (line: string, source?: string) => void;

/** Works from the end of the start until the end of the runner: a source that is polled, a clock. */
export interface Worker {
  start(): void;
  /** Takes nothing new and waits for what it has begun. */
  stop(): Promise<void>;
}

export interface Table {
  readonly place: Place;
  readonly name: string;
  readonly arn: string;
  readonly streamArn: string | undefined;
}

export interface Queue {
  readonly place: Place;
  readonly name: string;
  readonly url: string;
  readonly arn: string;
}

export interface Bucket {
  readonly place: Place;
  readonly name: string;
  readonly arn: string;
  /** Whether EventBridge hears of its objects. */
  readonly tellsEvents: boolean;
}

export interface World {
  readonly account: string;
  readonly region: string;
  readonly endpoints: Endpoints;
  readonly publicUrl: string;
  /** Added to every function's environment, over what the template says. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where stream positions are kept between starts; in memory only without it. */
  readonly stateFolder: string | undefined;
  /** Where compiled code of functions is kept between their processes. */
  readonly compileCache: string;
  /** Where parameters of the template are written for the Parameter Store to serve. */
  readonly parameters: Map<string, string> | undefined;
  readonly log: Log;
  /** After the handler, before the delete: false leaves the messages in the queue. */
  readonly acknowledge: (delivery: { functionName: string; messageIds: readonly string[] }) => boolean;
  readonly dynamodb: DynamoDBClient;
  readonly streams: DynamoDBStreamsClient;
  readonly sqs: SQSClient;
  /** Absent without an object store. */
  readonly s3: S3Client | undefined;
  readonly onCreated: ObjectStore["onCreated"] | undefined;
  /** Asset key -> folder. */
  readonly assets: Map<string, string>;
  /** An address that AWS would give -> the one that serves here. */
  readonly addresses: Map<string, string>;
  readonly tables: Table[];
  readonly queues: Queue[];
  readonly buckets: Bucket[];
  readonly rules: Rule[];
  /** By the function's name. */
  readonly invokeLater: Map<string, InvokeLater>;
  readonly functions: LambdaFunction[];
  readonly apis: HttpApi[];
  readonly schedules: Schedule[];
  readonly workers: Worker[];
}

export interface WorldOptions {
  readonly endpoints: Endpoints;
  readonly publicUrl: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly region: string;
  readonly stateFolder: string | undefined;
  readonly compileCache: string;
  readonly parameters: Map<string, string> | undefined;
  readonly log: Log;
  readonly acknowledge: World["acknowledge"];
  readonly onCreated?: World["onCreated"];
}

/** An empty world on these services; the runner's own calls bear the access key id `LOCALRUNNER`. */
export function createWorld(options: WorldOptions): World {
  const client = {
    region: options.region,
    credentials: { accessKeyId: "LOCALRUNNER", secretAccessKey: "local" },
  };
  return {
    ...options,
    onCreated: options.onCreated,
    account: "000000000000",
    dynamodb: new DynamoDBClient({ ...client, endpoint: options.endpoints.dynamodb }),
    streams: new DynamoDBStreamsClient({ ...client, endpoint: options.endpoints.dynamodb }),
    sqs: new SQSClient({ ...client, endpoint: options.endpoints.sqs }),
    s3:
      options.endpoints.s3 === undefined
        ? undefined
        : new S3Client({ ...client, endpoint: options.endpoints.s3, forcePathStyle: true }),
    assets: new Map(),
    addresses: new Map(),
    tables: [],
    queues: [],
    buckets: [],
    rules: [],
    invokeLater: new Map(),
    functions: [],
    apis: [],
    schedules: [],
    workers: [],
  };
}
