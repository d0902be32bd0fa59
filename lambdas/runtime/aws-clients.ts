/** How every AWS client of a function behaves: it gives up long before the function's own time is over. */
import { SQSClient } from "@aws-sdk/client-sqs";

/** Milliseconds; three tries of an AWS call end within a webhook sender's patience of five seconds in all but outages. */
export const awsClientSettings = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
};

let client: SQSClient | undefined;

/** The process's one SQS client. */
export const sqsClient = (): SQSClient => (client ??= new SQSClient(awsClientSettings));
