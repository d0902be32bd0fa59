/** SSM Parameter Store on this machine: the two read calls that the functions make, over the real protocol. */
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { z } from "zod";
import type { LocalService } from "./dynamodb.ts";

const getParameter = z.object({ Name: z.string(), WithDecryption: z.boolean().optional() });
const getParameters = z.object({ Names: z.array(z.string()), WithDecryption: z.boolean().optional() });

/**
 * Serves GetParameter and GetParameters for these values by name; other calls get UnknownOperationException
 * (https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html).
 */
export async function startParameters(values: (name: string) => string | undefined): Promise<LocalService> {
  const server = createServer((request, response) => {
    void answer(request, values).then(({ status, body }) => {
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the parameters listen on no port");
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function answer(request: IncomingMessage, values: (name: string) => string | undefined): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const parsed = json(Buffer.concat(chunks).toString());
  const action = String(request.headers["x-amz-target"] ?? "").replace("AmazonSSM.", "");
  if (action === "GetParameter") {
    const asked = getParameter.safeParse(parsed);
    if (!asked.success) return refusal("ValidationException", "Name is missing");
    const value = values(asked.data.Name);
    if (value === undefined) return refusal("ParameterNotFound", `there is no parameter ${asked.data.Name}`);
    return { status: 200, body: { Parameter: describe(asked.data.Name, value) } };
  }
  if (action === "GetParameters") {
    const asked = getParameters.safeParse(parsed);
    if (!asked.success) return refusal("ValidationException", "Names is missing");
    const found = asked.data.Names.flatMap((name) => {
      const value = values(name);
      return value === undefined ? [] : [describe(name, value)];
    });
    const invalid = asked.data.Names.filter((name) => values(name) === undefined);
    return { status: 200, body: { Parameters: found, InvalidParameters: invalid } };
  }
  return refusal("UnknownOperationException", `${action} is not served here`);
}

const describe = (name: string, value: string) => ({
  Name: name,
  Type: "SecureString",
  Value: value,
  Version: 1,
  DataType: "text",
});

const refusal = (type: string, message: string): Answer => ({ status: 400, body: { __type: type, message } });

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
