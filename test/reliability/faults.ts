/** What services do to their callers short of an outage: each fault as its service would do it. */
import type { Service } from "#test/support/call-name.ts";
import type { Answer, Call, Verdict } from "#test/support/proxy.ts";

export interface Fault {
  readonly name: string;
  /** What happens to a call that can have this fault; undefined for others. */
  readonly on: (call: Call) => Verdict | undefined;
  /** How many calls of a kind are hit one after the other: more than the service's own client tries, or one. */
  readonly times: (call: Call) => number;
}

/** Tries of the AWS clients and of Stripe's; Messenger has none. */
const outlasting: Readonly<Record<Service, number>> = {
  dynamodb: 3,
  sqs: 3,
  s3: 3,
  parameters: 3,
  graph: 1,
  stripe: 2,
};
const untilWorkerSees = ({ service }: Call): number => outlasting[service];
const once = (): number => 1;

const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(body),
});
const instead = (answer: Answer): Verdict => ({ do: "answer", when: "before", answer });
const aws = (type: string, message: string, more: object = {}): Answer =>
  json(400, { __type: type, message, ...more }, { "x-amzn-errortype": type });

const brokenInside: Readonly<Record<Service, Answer>> = {
  dynamodb: json(500, { __type: "com.amazonaws.dynamodb.v20120810#InternalServerError", message: "internal" }),
  sqs: json(500, { __type: "com.amazonaws.sqs#InternalFailure", message: "internal" }),
  s3: {
    status: 500,
    headers: { "content-type": "application/xml" },
    body: "<Error><Code>InternalError</Code></Error>",
  },
  parameters: json(500, { __type: "InternalServerError", message: "internal" }),
  graph: { status: 500, headers: { "content-type": "text/html" }, body: "<html>Sorry, something went wrong.</html>" },
  stripe: json(500, { error: { type: "api_error", message: "internal" } }),
};

const tooMany = (headers: Readonly<Record<string, string>>): Readonly<Record<Service, Answer>> => ({
  dynamodb: aws("com.amazonaws.dynamodb.v20120810#ThrottlingException", "Rate exceeded"),
  sqs: aws("com.amazonaws.sqs#RequestThrottled", "Request is throttled."),
  s3: { status: 503, headers: { "content-type": "application/xml" }, body: "<Error><Code>SlowDown</Code></Error>" },
  parameters: aws("ThrottlingException", "Rate exceeded"),
  graph: json(429, { error: { code: 613, message: "Calls to this api have exceeded the rate limit." } }, headers),
  stripe: json(429, { error: { type: "rate_limit_error", code: "rate_limit", message: "slow down" } }, headers),
});

const onTransactions = (codeOf: (index: number) => string) => (call: Call) => {
  if (call.operation !== "TransactWriteItems") return undefined;
  const CancellationReasons = call.resources.map((_name, index) => ({ Code: codeOf(index) }));
  return instead(
    aws("com.amazonaws.dynamodb.v20120810#TransactionCanceledException", "Transaction cancelled", {
      CancellationReasons,
    }),
  );
};

/** Somebody else wrote in between: only where the caller asks for the version that it has read. */
const lostCondition = (call: Call): Verdict | undefined => {
  const isConditional = /"ConditionExpression":"(?:version = |attribute_not_exists\(shopper\))/.test(call.body);
  if (call.service !== "dynamodb" || !isConditional) return undefined;
  if (call.operation === "TransactWriteItems")
    return onTransactions((index) => (index === 0 ? "ConditionalCheckFailed" : "None"))(call);
  const message = "The conditional request failed";
  return instead(aws("com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", message));
};

const refusedEntry = json(200, {
  Successful: [],
  Failed: [{ Id: "0", Code: "InternalError", SenderFault: false, Message: "try again" }],
});
const onBatches =
  (when: "before" | "after") =>
  ({ operation }: Call): Verdict | undefined =>
    operation === "SendMessageBatch" ? { do: "answer", when, answer: refusedEntry } : undefined;

/** Every fault that takes no time; each is met by every kind of call that can have it. */
export const quickFaults: readonly Fault[] = [
  { name: "500", on: ({ service }) => instead(brokenInside[service]), times: untilWorkerSees },
  { name: "429 without a hint", on: ({ service }) => instead(tooMany({})[service]), times: untilWorkerSees },
  {
    name: "429 with a hint",
    on: ({ service }) => instead(tooMany({ "retry-after": "1" })[service]),
    times: untilWorkerSees,
  },
  { name: "a reset before the effect", on: () => ({ do: "reset", when: "before" }), times: untilWorkerSees },
  { name: "a reset after the effect", on: () => ({ do: "reset", when: "after" }), times: once },
  { name: "half a body", on: () => ({ do: "half-body" }), times: once },
  {
    name: "500 after the effect: the next try meets its own write",
    on: ({ service }) => ({ do: "answer", when: "after", answer: brokenInside[service] }),
    times: once,
  },
  {
    name: "500 after the effect, for as long as the client tries",
    on: ({ service }) => ({ do: "answer", when: "after", answer: brokenInside[service] }),
    times: untilWorkerSees,
  },
  {
    name: "a table at its provisioned throughput",
    on: ({ service }) =>
      service === "dynamodb"
        ? instead(aws("com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException", "too fast"))
        : undefined,
    times: untilWorkerSees,
  },
  { name: "a transaction that meets another", on: onTransactions(() => "TransactionConflict"), times: once },
  {
    name: "a transaction throttled in one of its items",
    on: onTransactions((index) => (index === 0 ? "ThrottlingError" : "None")),
    times: once,
  },
  { name: "a condition lost to another writer", on: lostCondition, times: once },
  { name: "a batch refused by the queue", on: onBatches("before"), times: once },
  { name: "a batch taken by the queue and called refused", on: onBatches("after"), times: once },
];

/** Answers that never come: each costs the caller's patience, so the usual run tries the calls that move something. */
export const slowFaults: readonly Fault[] = [
  { name: "a time-out before the effect", on: () => ({ do: "hang", when: "before" }), times: once },
  { name: "a time-out after the effect", on: () => ({ do: "hang", when: "after" }), times: once },
];
