/** Writes a file into a bucket piece by piece: whole when its end is reached, and not there at all before. */
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { WorldFailure } from "#ports/failures.ts";
import type { Upload } from "#ports/upload.ts";

/** S3 takes no smaller part but the last; this is what an upload holds in memory. */
const partBytes = 6 * 1024 * 1024;

/** Opens uploads into a bucket; each failure is a WorldFailure. */
export const uploadsTo =
  (client: S3Client, bucket: string) =>
  (key: string, contentType: string): Upload =>
    new PartsUpload(client, { Bucket: bucket, Key: key }, contentType);

class PartsUpload implements Upload {
  readonly #client: S3Client;
  readonly #object: { readonly Bucket: string; readonly Key: string };
  readonly #contentType: string;
  readonly #etags: (string | undefined)[] = [];
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #uploadId: string | undefined;

  constructor(client: S3Client, object: { readonly Bucket: string; readonly Key: string }, contentType: string) {
    this.#client = client;
    this.#object = object;
    this.#contentType = contentType;
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes >= partBytes) await this.#sendPart();
  }

  async end(): Promise<void> {
    if (this.#uploadId === undefined) return this.#putWhole();
    if (this.#waitingBytes > 0) await this.#sendPart();
    const Parts = this.#etags.map((ETag, index) => ({ ETag, PartNumber: index + 1 }));
    const command = new CompleteMultipartUploadCommand({
      ...this.#object,
      UploadId: this.#uploadId,
      MultipartUpload: { Parts },
    });
    await worldly(() => this.#client.send(command));
  }

  async abandon(): Promise<void> {
    if (this.#uploadId === undefined) return;
    const command = new AbortMultipartUploadCommand({ ...this.#object, UploadId: this.#uploadId });
    // The bucket's life cycle removes what is left over.
    await this.#client.send(command).catch(() => undefined);
  }

  async #putWhole(): Promise<void> {
    const command = new PutObjectCommand({ ...this.#object, Body: this.#taken(), ContentType: this.#contentType });
    await worldly(() => this.#client.send(command));
  }

  async #sendPart(): Promise<void> {
    const ContentType = this.#contentType;
    this.#uploadId ??= (
      await worldly(() => this.#client.send(new CreateMultipartUploadCommand({ ...this.#object, ContentType })))
    ).UploadId;
    const part = {
      ...this.#object,
      UploadId: this.#uploadId,
      PartNumber: this.#etags.length + 1,
      Body: this.#taken(),
    };
    const { ETag } = await worldly(() => this.#client.send(new UploadPartCommand(part)));
    this.#etags.push(ETag);
  }

  #taken(): Buffer {
    const bytes = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#waitingBytes = 0;
    return bytes;
  }
}

async function worldly<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (cause) {
    throw new WorldFailure("S3 cannot take a file", { cause });
  }
}
