/** Stands before the local DynamoDB: answers the calls of backups and exports, which it lacks, and hands on all others. */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, type ServerResponse, request as send } from "node:http";
import type { LocalService } from "../dynamodb.ts";
import { Refusal } from "./export-request.ts";
import { ExportService } from "./export-service.ts";

export interface TableExportsOptions {
  /** The database; whoever started it stops it. */
  readonly database: LocalService;
  /** Where exports are written. */
  readonly s3: string;
  /** Where exports and changes are remembered; in memory without it. */
  readonly folder: string | undefined;
}

export interface TableExports extends LocalService {
  /** Lets exports be written elsewhere from now on: through what stands before the object store. */
  writeThrough(s3: string): void;
}

/** Streams keep a day; milliseconds. */
const rememberEvery = 60_000;

/** Starts the front on a free port of loopback; `processId` stays the database's. */
export async function startTableExports(options: TableExportsOptions): Promise<TableExports> {
  const { database, folder } = options;
  let { s3 } = options;
  const service = new ExportService({ dynamodb: database.endpoint, folder, s3: () => s3 });
  const agent = new Agent({ keepAlive: true });
  const server = createServer((request, response) => {
    serve({ service, agent, target: database.endpoint, request, response }).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the exports listen on no port");
  // A table that is gone has nothing to remember.
  const timer = setInterval(() => void service.remember().catch(() => undefined), rememberEvery);
  timer.unref();
  return {
    ...database,
    endpoint: `http://127.0.0.1:${address.port}`,
    writeThrough: (through) => {
      s3 = through;
    },
    stop: async () => {
      clearInterval(timer);
      await service.settled();
      await service.remember().catch(() => undefined);
      server.closeAllConnections();
      agent.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

interface Exchange {
  readonly service: ExportService;
  readonly agent: Agent;
  readonly target: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

const ownCalls =
  /^DynamoDB_20120810\.((?:Update|Describe)ContinuousBackups|ExportTableToPointInTime|(?:DescribeExport|ListExports))$/;

async function serve(exchange: Exchange): Promise<void> {
  const [, operation] = ownCalls.exec(String(exchange.request.headers["x-amz-target"] ?? "")) ?? [];
  if (operation === undefined) return handOn(exchange);
  const { status, body } = await answer(exchange, operation);
  exchange.response
    .writeHead(status, { "content-type": "application/x-amz-json-1.0", "x-amzn-requestid": randomUUID() })
    .end(JSON.stringify(body));
}

async function answer({ service, request }: Exchange, operation: string): Promise<{ status: number; body: unknown }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const accessKeyId = /Credential=([^/,\s]+)\//.exec(request.headers.authorization ?? "")?.[1] ?? "unsigned";
  try {
    const input: unknown = JSON.parse(Buffer.concat(chunks).toString());
    return { status: 200, body: await service.answer(operation, input, accessKeyId) };
  } catch (error) {
    if (error instanceof Refusal) return refusal(400, `com.amazonaws.dynamodb.v20120810#${error.type}`, error.message);
    if (error instanceof SyntaxError)
      return refusal(400, "com.amazon.coral.service#SerializationException", "the body is not JSON");
    return refusal(500, "com.amazonaws.dynamodb.v20120810#InternalServerError", String(error));
  }
}

const refusal = (status: number, type: string, message: string) => ({ status, body: { __type: type, message } });

/** Byte for byte, both ways. */
async function handOn({ agent, target, request, response }: Exchange): Promise<void> {
  const { hostname, port } = new URL(target);
  const { method, url: path, rawHeaders: headers } = request;
  const onward = send({ hostname, port, method, path, headers, agent });
  // Whoever gives up here has given up there.
  response.once("close", () => onward.destroy());
  request.pipe(onward);
  const [answered] = (await once(onward, "response")) as [IncomingMessage];
  response.writeHead(answered.statusCode ?? 502, answered.rawHeaders);
  answered.pipe(response);
  await once(answered, "end");
}
