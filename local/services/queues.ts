/** SQS and S3 on this machine: fauxqs in this process, on loopback only, with its state in a folder or in memory. */
import { createHash } from "node:crypto";
import { buildApp } from "fauxqs";
import type { LocalService } from "./dynamodb.ts";

type Stores = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>["stores"]>;
type App = ReturnType<typeof buildApp>;
interface Kept {
  readonly stores: Stores;
  readonly persistence: Persistence;
}

/** Starts the queues; a SQS_ENDPOINT in the environment replaces them. */
export async function startQueues(options: { folder?: string } = {}): Promise<LocalService> {
  const elsewhere = process.env["SQS_ENDPOINT"];
  if (elsewhere) return { endpoint: elsewhere.replace(/\/$/, ""), stop: () => Promise.resolve() };
  const kept = options.folder ? await keptIn(options.folder) : undefined;
  const app = buildApp({ logger: false, ...(kept ? { stores: kept.stores } : {}) });
  deduplicateWithinGroups(app);
  await app.listen({ port: 0, host: "127.0.0.1" });
  const address = app.server.address();
  if (address === null || typeof address === "string") throw new Error("the queues listen on no port");
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      app.server.closeAllConnections();
      await app.close();
      kept?.persistence.close();
    },
  };
}

/**
 * fauxqs keeps state only when it is started by `startFauxqs`, which listens on every address of the machine; the same
 * parts put together here listen on loopback.
 */
async function keptIn(folder: string): Promise<Kept> {
  const { SqsStore } = await part<{ SqsStore: new () => Stores["sqsStore"] }>("sqs/sqsStore.js");
  const { SnsStore } = await part<{ SnsStore: new () => Stores["snsStore"] }>("sns/snsStore.js");
  const { S3Store } = await part<{ S3Store: new () => Stores["s3Store"] }>("s3/s3Store.js");
  const { PersistenceManager } = await part<{ PersistenceManager: new (folder: string) => Persistence }>(
    "persistence.js",
  );
  const stores = { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
  const persistence = new PersistenceManager(folder);
  // fauxqs writes a row that its own table refuses when a message is made visible at once, and loses the message. The row
  // may stay as it is: after a restart the message waits for the end of its old timeout.
  Object.assign(persistence, { updateMessageReady: () => undefined });
  persistence.load(stores.sqsStore, stores.snsStore, stores.s3Store);
  Object.assign(stores.sqsStore, { persistence });
  Object.assign(stores.snsStore, { persistence });
  Object.assign(stores.s3Store, { persistence });
  for (const queue of stores.sqsStore.allQueues()) Object.assign(queue, { persistence });
  return { stores, persistence };
}

interface Persistence {
  load(sqs: Stores["sqsStore"], sns: Stores["snsStore"], s3: Stores["s3Store"]): void;
  close(): void;
}

/** A file of fauxqs that its package does not export by name. */
const part = async <Exports>(file: string): Promise<Exports> =>
  (await import(new URL(file, import.meta.resolve("fauxqs")).href)) as Exports;

interface Sent {
  MessageGroupId?: string;
  MessageDeduplicationId?: string;
}

/** High-throughput queues deduplicate within a group; fauxqs does so over the whole queue and would lose messages. */
function deduplicateWithinGroups(app: App): void {
  app.addHook("preHandler", (request, _reply, done) => {
    const action = String(request.headers["x-amz-target"] ?? "");
    const body = request.body as (Sent & { Entries?: Sent[] }) | undefined;
    if (action === "AmazonSQS.SendMessage" && body) nameGroup(body);
    if (action === "AmazonSQS.SendMessageBatch") for (const entry of body?.Entries ?? []) nameGroup(entry);
    done();
  });
}

function nameGroup(sent: Sent): void {
  if (sent.MessageGroupId === undefined || sent.MessageDeduplicationId === undefined) return;
  sent.MessageDeduplicationId = createHash("sha256")
    .update(`${sent.MessageGroupId}\n${sent.MessageDeduplicationId}`)
    .digest("hex");
}
