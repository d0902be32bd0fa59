/** What an AWS call needs of a role: actions, each on one resource, as AWS's authorization reference names them. */
import { z } from "zod";

export interface Need {
  /** `dynamodb:PutItem`. */
  readonly action: string;
  /** The ARN of a table, an index, a queue or a parameter. */
  readonly resource: string;
}

export interface AwsCall {
  /** `PutItem`, `SendMessageBatch`: the part of `x-amz-target` behind its dot. */
  readonly operation: string;
  readonly body: string;
  /** `bucket` or `bucket/key`; S3 alone names things so. */
  readonly object?: string;
}

/** The ARNs of what calls name otherwise; each throws for a name that is not in the template. */
export interface Arns {
  table(name: string): string;
  queue(url: string): string;
  parameter(name: string): string;
  bucket(name: string): string;
}

/** A call that nobody has said the permissions of. */
export class UnmappedCall extends Error {
  override readonly name = "UnmappedCall";
}

/**
 * The needs of a call. A transaction needs what its parts would need alone
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html), a batch of messages what
 * each of them needs (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html).
 */
export function needsOf({ operation, body, object }: AwsCall, arns: Arns): readonly Need[] {
  if (object !== undefined) return objectNeeds(operation, object, arns);
  const map = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
  if (!map) throw new UnmappedCall(`which permissions ${operation} needs is not written down`);
  return map(JSON.parse(body), arns);
}

/**
 * An upload in parts needs what a whole one needs (https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuAndPermissions.html).
 */
const objectActions: Readonly<Record<string, string>> = {
  GetObject: "GetObject",
  PutObject: "PutObject",
  CreateMultipartUpload: "PutObject",
  UploadPart: "PutObject",
  CompleteMultipartUpload: "PutObject",
  AbortMultipartUpload: "AbortMultipartUpload",
};

function objectNeeds(operation: string, object: string, arns: Arns): readonly Need[] {
  const [bucket = "", ...key] = object.split("/");
  if (operation === "ListObjectsV2") return [{ action: "s3:ListBucket", resource: arns.bucket(bucket) }];
  const action = objectActions[operation];
  if (action === undefined) throw new UnmappedCall(`which permissions ${operation} needs is not written down`);
  return [{ action: `s3:${action}`, resource: `${arns.bucket(bucket)}/${key.join("/")}` }];
}

const described = z.object({ TableName: z.string() });
const exported = z.object({ TableArn: z.string() });
const ofExport = z.object({ ExportArn: z.string() });
const named = z.object({ TableName: z.string() });
const queried = z.object({ TableName: z.string(), IndexName: z.string().optional() });
const batched = z.object({ RequestItems: z.record(z.string(), z.unknown()) });
const transaction = z.object({ TransactItems: z.array(z.record(z.string(), named)) });
const queue = z.object({ QueueUrl: z.string() });
const parameter = z.object({ Name: z.string() });

type Map = (body: unknown, arns: Arns) => readonly Need[];

const item =
  (action: string): Map =>
  (body, arns) => [{ action: `dynamodb:${action}`, resource: arns.table(named.parse(body).TableName) }];

const indexed =
  (action: string): Map =>
  (body, arns) => {
    const { TableName, IndexName } = queried.parse(body);
    const index = IndexName === undefined ? "" : `/index/${IndexName}`;
    return [{ action: `dynamodb:${action}`, resource: `${arns.table(TableName)}${index}` }];
  };

const partActions: Readonly<Record<string, string>> = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
};

const transact: Map = (body, arns) =>
  transaction.parse(body).TransactItems.flatMap((part) =>
    Object.entries(part).map(([kind, { TableName }]) => ({
      action: `dynamodb:${partActions[kind] ?? kind}`,
      resource: arns.table(TableName),
    })),
  );

const messages =
  (action: string): Map =>
  (body, arns) => [{ action: `sqs:${action}`, resource: arns.queue(queue.parse(body).QueueUrl) }];

const operations: Readonly<Record<string, Map>> = {
  GetItem: item("GetItem"),
  PutItem: item("PutItem"),
  UpdateItem: item("UpdateItem"),
  DeleteItem: item("DeleteItem"),
  // By name or ARN.
  DescribeContinuousBackups: (body, arns) => [
    {
      action: "dynamodb:DescribeContinuousBackups",
      resource: arns.table(described.parse(body).TableName.split("/").at(-1) ?? ""),
    },
  ],
  ExportTableToPointInTime: (body) => [
    { action: "dynamodb:ExportTableToPointInTime", resource: exported.parse(body).TableArn },
  ],
  DescribeExport: (body) => [{ action: "dynamodb:DescribeExport", resource: ofExport.parse(body).ExportArn }],
  Query: indexed("Query"),
  Scan: indexed("Scan"),
  BatchGetItem: (body, arns) =>
    Object.keys(batched.parse(body).RequestItems).map((name) => ({
      action: "dynamodb:BatchGetItem",
      resource: arns.table(name),
    })),
  TransactWriteItems: transact,
  SendMessage: messages("SendMessage"),
  SendMessageBatch: messages("SendMessage"),
  ReceiveMessage: messages("ReceiveMessage"),
  DeleteMessage: messages("DeleteMessage"),
  DeleteMessageBatch: messages("DeleteMessage"),
  ChangeMessageVisibility: messages("ChangeMessageVisibility"),
  ChangeMessageVisibilityBatch: messages("ChangeMessageVisibility"),
  // A key managed by AWS decrypts for whoever may read the parameter: no permission of KMS is needed.
  GetParameter: (body, arns) => [{ action: "ssm:GetParameter", resource: arns.parameter(parameter.parse(body).Name) }],
};
