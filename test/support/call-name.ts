/** Names what a request asks of a service: operation, resources and kind, read from its bytes. */
import type { IncomingHttpHeaders } from "node:http";
import { z } from "zod";

export type Service = "dynamodb" | "sqs" | "s3" | "parameters" | "graph" | "stripe";

export interface CallName {
  /** `PutItem`, `SendMessageBatch`, `POST /v26.0/…/messages`, `GET /v1/checkout/sessions/…`. */
  readonly operation: string;
  /** Tables (with `/index/<name>` where one is read), queues and parameters by their names. */
  readonly resources: readonly string[];
  /** What it is about, where the operation alone does not say: kinds of messages, of speech, the status of an order. */
  readonly about: string;
}

export interface NamedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The name of a call; an operation nobody foresaw is named by method and path. */
export function nameCall(service: Service, request: NamedRequest): CallName {
  if (service === "graph") return { ...byPath(request), about: speechIn(request.body) };
  if (service === "s3") return { operation: objectOperation(request), resources: [objectOf(request.path)], about: "" };
  if (service === "stripe") return { ...byPath(request), about: "" };
  const operation =
    String(request.headers["x-amz-target"] ?? "")
      .split(".")
      .at(-1) ?? "";
  const body = awsBody.catch({}).parse(jsonIn(request.body));
  return { operation, resources: [...new Set(resourcesIn(body))], about: aboutAws(body) };
}

/** The access key id that signed a request; undefined where none did. */
export const accessKeyOf = (headers: IncomingHttpHeaders): string | undefined =>
  /Credential=([^/,\s]+)\//.exec(headers.authorization ?? "")?.[1];

/** S3 names its operations by method and query (https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html). */
function objectOperation({ method, path }: NamedRequest): string {
  const { pathname, searchParams: query } = new URL(path, "http://s3");
  const isBucket = pathname.replaceAll(/^\/|\/$/g, "").indexOf("/") < 0;
  if (isBucket) return method === "GET" ? "ListObjectsV2" : method === "PUT" ? "CreateBucket" : "HeadBucket";
  if (method === "GET") return "GetObject";
  if (method === "HEAD") return "HeadObject";
  if (method === "DELETE") return query.has("uploadId") ? "AbortMultipartUpload" : "DeleteObject";
  if (method === "POST") return query.has("uploads") ? "CreateMultipartUpload" : "CompleteMultipartUpload";
  return query.has("partNumber") ? "UploadPart" : "PutObject";
}

/** `bucket/key` */
const objectOf = (path: string): string =>
  decodeURIComponent(new URL(path, "http://s3").pathname.replaceAll(/^\/|\/$/g, ""));

const byPath = ({ method, path }: NamedRequest): Pick<CallName, "operation" | "resources"> => ({
  operation: `${method} ${path.replace(/\?.*$/, "").replaceAll(/\/(?:\d+|(?:cs|pi|ch|re|evt)_\w+)(?=\/|$)/g, "/…")}`,
  resources: [],
});

const attributes = z.record(z.string(), z.looseObject({ S: z.string().optional() }));
const action = z.looseObject({ TableName: z.string(), Item: attributes.optional() });
const awsBody = z.looseObject({
  TableName: z.string().optional(),
  IndexName: z.string().optional(),
  Item: attributes.optional(),
  TransactItems: z.array(z.record(z.string(), action)).optional(),
  RequestItems: z.record(z.string(), z.unknown()).optional(),
  QueueUrl: z.string().optional(),
  Name: z.string().optional(),
  MessageBody: z.string().optional(),
  Entries: z.array(z.looseObject({ MessageBody: z.string().optional() })).optional(),
});
type AwsBody = z.infer<typeof awsBody>;

function resourcesIn(body: AwsBody): readonly string[] {
  const index = body.IndexName === undefined ? "" : `/index/${body.IndexName}`;
  return [
    ...(body.TableName === undefined ? [] : [`${body.TableName}${index}`]),
    ...(body.TransactItems ?? []).flatMap((each) => Object.values(each).map(({ TableName }) => TableName)),
    ...Object.keys(body.RequestItems ?? {}),
    ...(body.QueueUrl === undefined ? [] : [body.QueueUrl.split("/").at(-1) ?? ""]),
    ...(body.Name === undefined ? [] : [body.Name]),
  ];
}

const queued = z.looseObject({
  kind: z.string().catch("message"),
  fact: z.looseObject({ kind: z.string() }).optional().catch(undefined),
  type: z.string().optional().catch(undefined),
});

function aboutAws({ Item, TransactItems, MessageBody, Entries }: AwsBody): string {
  const bodies = [MessageBody, ...(Entries ?? []).map((entry) => entry.MessageBody)].filter(
    (each) => each !== undefined,
  );
  if (bodies.length > 0) return bodies.map(messageKind).join(", ");
  const items = [Item, ...(TransactItems ?? []).flatMap((each) => Object.values(each).map((put) => put.Item))];
  const order = items.find((each) => each?.["orderId"] !== undefined);
  return order ? `${order["status"]?.S ?? ""}, ${order["paymentStatus"]?.S ?? ""}` : "";
}

function messageKind(body: string): string {
  const { kind, fact, type } = queued.catch({ kind: "message" }).parse(jsonIn(body));
  return [kind, fact?.kind ?? type].filter((each) => each !== undefined).join(" ");
}

const speech = z.looseObject({
  sender_action: z.string().optional(),
  message: z
    .looseObject({
      attachment: z.looseObject({ payload: z.looseObject({ template_type: z.string().optional() }) }).optional(),
    })
    .optional(),
});

function speechIn(body: string): string {
  const said = speech.catch({}).parse(jsonIn(body));
  if (said.sender_action !== undefined) return said.sender_action;
  return said.message ? (said.message.attachment?.payload.template_type ?? "text") : "";
}

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
