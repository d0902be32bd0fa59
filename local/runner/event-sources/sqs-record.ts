/** A received message as Lambda hands it to a function (https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html). */
import type { Message, MessageAttributeValue } from "@aws-sdk/client-sqs";

/** One entry of the event's `Records`. */
export const sqsRecord = (message: Message, source: { arn: string; region: string }) => ({
  messageId: message.MessageId,
  receiptHandle: message.ReceiptHandle,
  body: message.Body ?? "",
  attributes: message.Attributes ?? {},
  messageAttributes: Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [name, attribute(value)]),
  ),
  md5OfBody: message.MD5OfBody,
  ...(message.MD5OfMessageAttributes ? { md5OfMessageAttributes: message.MD5OfMessageAttributes } : {}),
  eventSource: "aws:sqs",
  eventSourceARN: source.arn,
  awsRegion: source.region,
});

const attribute = (value: MessageAttributeValue) => ({
  ...(value.StringValue === undefined ? {} : { stringValue: value.StringValue }),
  ...(value.BinaryValue === undefined ? {} : { binaryValue: Buffer.from(value.BinaryValue).toString("base64") }),
  stringListValues: [],
  binaryListValues: [],
  dataType: value.DataType,
});
