/** S3 on this machine: fauxqs in this process, on loopback only, its objects in a folder or in memory. It announces new objects. */
import type { buildApp } from "fauxqs";
import type { LocalService } from "./dynamodb.ts";

/** What S3 tells EventBridge of a new object (https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html). */
export interface CreatedObject {
  readonly bucket: string;
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Without the quotation marks of the header. */
  readonly etag: string;
  readonly reason: "PutObject" | "CompleteMultipartUpload";
}

export interface ObjectStore extends LocalService {
  /** Calls the listener for every object completed from now on, until the returned function is called. */
  onCreated(listener: (created: CreatedObject) => void): () => void;
}

type Options = NonNullable<Parameters<typeof buildApp>[0]>;
type Stores = NonNullable<Options["stores"]>;
type Store = Stores["s3Store"];
type Persistence = NonNullable<Store["persistence"]> & { loadS3(store: Store): void };

/** Starts the store. An S3_ENDPOINT in the environment replaces it; new objects are not announced then. */
export async function startObjectStore(options: { folder?: string } = {}): Promise<ObjectStore> {
  const elsewhere = process.env["S3_ENDPOINT"];
  if (elsewhere)
    return { endpoint: elsewhere.replace(/\/$/, ""), stop: () => Promise.resolve(), onCreated: () => () => undefined };
  const listeners = new Set<(created: CreatedObject) => void>();
  const { buildApp } = await import("fauxqs");
  const app = buildApp({ logger: false, stores: await stores(options.folder, listeners) });
  await app.listen({ port: 0, host: "127.0.0.1" });
  const address = app.server.address();
  if (address === null || typeof address === "string") throw new Error("the object store listens on no port");
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    onCreated: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: async () => {
      app.server.closeAllConnections();
      await app.close();
    },
  };
}

/** fauxqs has no notifications, so the methods of its store that complete an object are wrapped. */
async function stores(folder: string | undefined, listeners: ReadonlySet<(created: CreatedObject) => void>) {
  const { SqsStore } = await part<{ SqsStore: new () => Stores["sqsStore"] }>("sqs/sqsStore.js");
  const { SnsStore } = await part<{ SnsStore: new () => Stores["snsStore"] }>("sns/snsStore.js");
  const { S3Store } = await part<{ S3Store: new () => Store }>("s3/s3Store.js");
  const store = new S3Store();
  if (folder !== undefined) await keepIn(folder, store);
  const tell = (bucket: string, object: ReturnType<Store["putObject"]>, reason: CreatedObject["reason"]): void => {
    const { key, contentLength: size, etag } = object;
    for (const listener of listeners) listener({ bucket, key, size, etag: etag.replaceAll('"', ""), reason });
  };
  const put = store.putObject.bind(store);
  store.putObject = (bucket, ...rest) => {
    const object = put(bucket, ...rest);
    tell(bucket, object, "PutObject");
    return object;
  };
  const begin = store.createMultipartUpload.bind(store);
  const uploads = new Map<string, string>();
  store.createMultipartUpload = (bucket, ...rest) => {
    const uploadId = begin(bucket, ...rest);
    uploads.set(uploadId, bucket);
    return uploadId;
  };
  const complete = store.completeMultipartUpload.bind(store);
  store.completeMultipartUpload = (uploadId, parts) => {
    const object = complete(uploadId, parts);
    const bucket = uploads.get(uploadId);
    uploads.delete(uploadId);
    if (bucket !== undefined) tell(bucket, object, "CompleteMultipartUpload");
    return object;
  };
  return { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: store };
}

async function keepIn(folder: string, store: Store): Promise<void> {
  const { FileS3Persistence } = await part<{ FileS3Persistence: new (folder: string) => Persistence }>(
    "s3/fileS3Persistence.js",
  );
  const persistence = new FileS3Persistence(folder);
  persistence.loadS3(store);
  store.persistence = persistence;
}

/** A file of fauxqs that its package does not export by name. */
const part = async <Exports>(file: string): Promise<Exports> =>
  (await import(new URL(file, import.meta.resolve("fauxqs")).href)) as Exports;
