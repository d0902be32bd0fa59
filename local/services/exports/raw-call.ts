/** A call of DynamoDB's protocol without the SDK, so that items stay the very JSON that DynamoDB writes. */
import { z } from "zod";

const refusal = z
  .looseObject({ __type: z.string(), message: z.string().optional() })
  .transform(({ __type: type, message }) => ({ type, message }));

/** DynamoDB refused; `name` is its error's. */
export class DynamoDbRefusal extends Error {}

/** The answer's JSON; DynamoDbRefusal for any other status than 200. */
export async function rawCall(endpoint: string, target: string, input: unknown): Promise<unknown> {
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": target,
      "x-amz-date": time,
      // Local databases want a signature and do not check it.
      authorization:
        `AWS4-HMAC-SHA256 Credential=LOCALRUNNER/${time.slice(0, 8)}/us-east-1/dynamodb/aws4_request, ` +
        `SignedHeaders=host;x-amz-date, Signature=${"0".repeat(64)}`,
    },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  if (response.ok) return JSON.parse(text);
  const read = refusal.safeParse(jsonOf(text));
  const error = new DynamoDbRefusal(read.data?.message ?? `DynamoDB answered ${response.status}`);
  error.name = read.data?.type.split("#").at(-1) ?? "DynamoDbRefusal";
  throw error;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
