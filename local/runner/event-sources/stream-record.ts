/** A record of a table's stream as Lambda hands it to a function (https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html). */
import type { _Record, AttributeValue } from "@aws-sdk/client-dynamodb-streams";

/** One entry of the event's `Records`; Lambda writes times in seconds and binary values as base64. */
export const streamRecord = (record: _Record, streamArn: string, region: string) => ({
  eventID: record.eventID,
  eventName: record.eventName,
  eventVersion: record.eventVersion ?? "1.1",
  eventSource: "aws:dynamodb",
  awsRegion: region,
  dynamodb: {
    ApproximateCreationDateTime: Math.floor((record.dynamodb?.ApproximateCreationDateTime?.getTime() ?? 0) / 1000),
    ...image("Keys", record.dynamodb?.Keys),
    ...image("NewImage", record.dynamodb?.NewImage),
    ...image("OldImage", record.dynamodb?.OldImage),
    SequenceNumber: record.dynamodb?.SequenceNumber,
    SizeBytes: record.dynamodb?.SizeBytes,
    StreamViewType: record.dynamodb?.StreamViewType,
  },
  eventSourceARN: streamArn,
  ...(record.userIdentity?.Type
    ? { userIdentity: { type: record.userIdentity.Type, principalId: record.userIdentity.PrincipalId } }
    : {}),
});

type Image = Readonly<Record<string, AttributeValue>>;

const image = (name: string, values: Image | undefined) => (values ? { [name]: plain(values) } : {});

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
