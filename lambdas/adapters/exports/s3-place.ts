/** Exports that lie in a bucket. */
import { Readable } from "node:stream";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { type ExportPlace, PlaceProblem, type StoredFile } from "#ports/export-place.ts";

export interface BucketAddress {
  readonly bucket: string;
  /** Ends with `/`, or is empty. */
  readonly prefix: string;
  /** What below the prefix is meant, as a place has it. */
  readonly within: string;
}

/** The place that a bucket's prefix is, all keys relative to it; the client by the usual settings unless one is given. */
export function openBucket(name: string, address: BucketAddress, client = usualClient()): ExportPlace {
  const { bucket, prefix } = address;
  const locate = (key: string): string => `s3://${bucket}/${prefix}${key}`;
  return {
    name,
    within: address.within,
    locate,
    list: (below) => objectsBelow(client, address, below),
    read: async (key) => {
      const shown = locate(key);
      const answer = await client
        .send(new GetObjectCommand({ Bucket: bucket, Key: prefix + key }))
        .catch((cause: unknown) => {
          throw bucketProblem(shown, bucket, cause);
        });
      const { Body: body } = answer;
      if (body instanceof Readable) return bytesOf(body, shown, bucket);
      throw new PlaceProblem("unreadable", `${shown} came without a body. Try again.`);
    },
  };
}

/** By the usual settings; a bucket in another Region than theirs is found all the same. */
const usualClient = (): S3Client => new S3Client({ followRegionRedirects: true });

async function* objectsBelow(client: S3Client, address: BucketAddress, below: string): AsyncGenerator<StoredFile> {
  const { bucket, prefix } = address;
  let token: string | undefined;
  do {
    const page = await client
      .send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix + below, ContinuationToken: token }))
      .catch((cause: unknown) => {
        throw bucketProblem(`s3://${bucket}/${prefix}${below}`, bucket, cause);
      });
    for (const { Key, Size } of page.Contents ?? []) {
      if (Key !== undefined) yield { key: Key.slice(prefix.length), size: Size ?? 0 };
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

async function* bytesOf(body: Readable, shown: string, bucket: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const part of body) if (part instanceof Uint8Array) yield part;
  } catch (cause) {
    throw bucketProblem(shown, bucket, cause);
  }
}

const unidentified = new Set([
  "CredentialsProviderError",
  "TokenProviderError",
  "ExpiredToken",
  "ExpiredTokenException",
]);
const refused = new Set(["AccessDenied", "Forbidden", "403", "SignatureDoesNotMatch", "InvalidAccessKeyId"]);

/** What S3 or the credentials' chain says, in a sentence with what to do. */
function bucketProblem(shown: string, bucket: string, cause: unknown): PlaceProblem {
  const code = cause instanceof Error ? cause.name : "";
  const options = { cause };
  if (code === "NoSuchBucket") {
    return new PlaceProblem(
      "missing",
      `There is no bucket ${bucket}. Check its name and the AWS account you are in.`,
      options,
    );
  }
  if (code === "NoSuchKey" || code === "NotFound") {
    return new PlaceProblem(
      "missing",
      `${shown} is not there. It may have been removed by the bucket's life cycle.`,
      options,
    );
  }
  if (unidentified.has(code)) {
    return new PlaceProblem(
      "no permission",
      `AWS does not know who asks for ${shown}. Log in again (aws sso login).`,
      options,
    );
  }
  if (refused.has(code)) {
    const needed = "Your role needs s3:ListBucket on the bucket and s3:GetObject on its files.";
    return new PlaceProblem("no permission", `${shown} may not be read. ${needed}`, options);
  }
  if (code === "PermanentRedirect" || code === "AuthorizationHeaderMalformed") {
    return new PlaceProblem("unreadable", `${bucket} lies in another Region. Set AWS_REGION to the bucket's.`, options);
  }
  if (cause instanceof Error && cause.message === "Region is missing") {
    return new PlaceProblem("no permission", `No AWS Region is set to ask for ${shown}. Set AWS_REGION.`, options);
  }
  const failure = connectionFailure(cause);
  if (failure) {
    return new PlaceProblem("unreadable", `${shown} cannot be reached (${failure}). Check the network.`, options);
  }
  return new PlaceProblem("unreadable", `${shown} cannot be read (${code || String(cause)}). Try again.`, options);
}

/** What the network said, `ECONNREFUSED`; undefined where an answer came. */
function connectionFailure(cause: unknown): string | undefined {
  const said = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return typeof said === "string" && /^E[A-Z_]+$/.test(said) ? said : undefined;
}
