/** An AWS endpoint on the loopback that keeps every call and answers as told: for SQS and SSM, whose JSON protocols are alike. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface RecordedCall {
  /** `SendMessageBatch`, `GetParameter` … */
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface RecordedAws {
  readonly url: string;
  readonly calls: RecordedCall[];
  /** The answer to a call; undefined for the usual success, a string for an error of that code. */
  answer: (call: RecordedCall) => unknown;
  stop(): Promise<void>;
}

/** Starts the endpoint and points the SDK's environment at it. */
export async function recordAws(): Promise<RecordedAws> {
  const calls: RecordedCall[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const action = String(request.headers["x-amz-target"]).split(".").at(-1) ?? "";
      const call = { action, input: JSON.parse(body) as Record<string, unknown> };
      calls.push(call);
      const told = recorded.answer(call);
      const failed = typeof told === "string";
      response.writeHead(failed ? 400 : 200, { "content-type": "application/x-amz-json-1.0" });
      response.end(JSON.stringify(failed ? { __type: told, message: "as told" } : (told ?? success(call))));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const recorded: RecordedAws = {
    url,
    calls,
    answer: () => undefined,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  Object.assign(process.env, {
    AWS_REGION: "eu-west-3",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL_SQS: url,
    AWS_ENDPOINT_URL_SSM: url,
  });
  return recorded;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

const md5 = (text: unknown): string => createHash("md5").update(String(text)).digest("hex");

function success({ action, input }: RecordedCall): unknown {
  if (action === "SendMessage") return { MessageId: "sent", MD5OfMessageBody: md5(input["MessageBody"]) };
  if (action === "SendMessageBatch") {
    const entries = input["Entries"] as readonly { Id: string; MessageBody: string }[];
    return {
      Successful: entries.map(({ Id, MessageBody }) => ({
        Id,
        MessageId: `sent-${Id}`,
        MD5OfMessageBody: md5(MessageBody),
      })),
      Failed: [],
    };
  }
  return {};
}
