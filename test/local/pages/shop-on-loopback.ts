/** The pages as `npm start` serves them, over the real stand-in and the real DynamoDB on this machine. */
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { startMessengerStandIn } from "#local/messenger/stand-in.ts";
import { type PagesOptions, pages } from "#local/pages/pages.ts";
import { startDynamoDb } from "#local/services/dynamodb.ts";

export const pageId = "100000000000001";
const token = "local-page-token";

export interface ShopOnLoopback {
  readonly url: string;
  /** Posts a message to the stand-in's Send API, as the shop does; the mid. */
  say(psid: string, message: object): Promise<string>;
  typing(psid: string, on: boolean): Promise<void>;
  /** Writes to the thread as the shopper, as another device of theirs would. */
  write(psid: string, text: string): Promise<void>;
  thread(psid: string): Promise<readonly Record<string, unknown>[]>;
  put(table: "Orders" | "Stock", item: Record<string, unknown>): Promise<void>;
  /** Ends and starts the Messenger stand-in on the same port, with an empty memory. */
  restartMessenger(): Promise<void>;
  stopMessenger(): Promise<void>;
  stop(): Promise<void>;
}

/** `byUrl` gives options that depend on the address the pages got. */
export async function startShopOnLoopback(
  options: Partial<PagesOptions> = {},
  byUrl: (url: string) => Partial<PagesOptions> = () => ({}),
): Promise<ShopOnLoopback> {
  const dynamo = await startDynamoDb();
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: dynamo.endpoint,
      region: "eu-west-3",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    }),
  );
  await Promise.all([createTable(client, "Orders", "orderId"), createTable(client, "Stock", "sku")]);
  let messenger = await startMessenger();
  const messengerUrl = messenger.url;
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  const handle = pages({
    messengerUrl,
    pageId,
    shopName: "Atelier Ombeline",
    dynamodb: { endpoint: dynamo.endpoint, tables: { orders: "Orders", stock: "Stock" } },
    ...options,
    ...byUrl(url),
  });
  server.on("request", (request, response) => {
    void handle(request, response).then((handled) => {
      if (!handled) otherPage(request.url ?? "/", response);
    });
  });

  const graph = async (body: object): Promise<string> => {
    const answer = await fetch(`${messengerUrl}/v26.0/${pageId}/messages?access_token=${token}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(text);
    return String((JSON.parse(text) as { message_id?: string }).message_id);
  };
  const shoppers = async (path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(
      `${messengerUrl}/shoppers/${path}`,
      body ? { method: "POST", body: JSON.stringify(body) } : {},
    );
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  };
  return {
    url,
    say: (psid, message) => graph({ recipient: { id: psid }, messaging_type: "RESPONSE", message }),
    typing: async (psid, on) =>
      void (await graph({ recipient: { id: psid }, sender_action: on ? "typing_on" : "typing_off" })),
    write: async (psid, text) => void (await shoppers(`${psid}/text`, { text })),
    thread: async (psid) => ((await shoppers(`${psid}/thread`)) as { items: Record<string, unknown>[] }).items,
    put: async (table, item) => void (await client.send(new PutCommand({ TableName: table, Item: item }))),
    stopMessenger: () => messenger.stop(),
    async restartMessenger() {
      await messenger.stop();
      messenger = await startMessenger(Number(new URL(messengerUrl).port));
    },
    async stop() {
      handle.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await messenger.stop();
      client.destroy();
      await dynamo.stop();
    },
  };
}

const startMessenger = (port = 0) =>
  startMessengerStandIn({
    port,
    page: { id: pageId, token },
    appSecret: "local-app-secret",
    callbackUrl: "http://127.0.0.1:9/nobody-listens",
    verifyToken: "local-verify-token",
    retryGaps: [],
  });

async function createTable(client: DynamoDBDocumentClient, name: string, key: string): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: key, AttributeType: "S" }],
      KeySchema: [{ AttributeName: key, KeyType: "HASH" }],
    }),
  );
}

/** Stands for everything that is not ours: a page to pay on with a way back, a picture. */
function otherPage(path: string, response: ServerResponse): void {
  if (path.startsWith("/pay/")) {
    response.writeHead(200, { "content-type": "text/html" });
    response.end(
      `<!doctype html><title>Pay</title><h1>Pay here</h1><a href="/local/m.me/${pageId}">Back to the chat</a>`,
    );
  } else if (path.startsWith("/pictures/")) {
    response.writeHead(200, { "content-type": "image/svg+xml" });
    response.end(pictureOf(path));
  } else {
    response.writeHead(404, { "content-type": "application/json" });
    response.end('{"message":"Not Found"}');
  }
}

function pictureOf(path: string): string {
  const hue = (path.charCodeAt(10) * 47) % 360;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 955 500"><rect width="955" height="500" fill="hsl(${hue} 40% 80%)"/><circle cx="477" cy="250" r="150" fill="hsl(${hue} 50% 45%)"/></svg>`;
}
