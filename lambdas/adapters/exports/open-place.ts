/** Opens the place a person names: a folder, or `s3://bucket/prefix`. */
import type { S3Client } from "@aws-sdk/client-s3";
import { withoutTrailing } from "#core/values/without-trailing.ts";
import type { ExportPlace } from "#ports/export-place.ts";
import { PlaceProblem } from "#ports/export-place.ts";
import { openFolder } from "./folder-place.ts";
import { withinExports } from "./within-exports.ts";

/** Rejects with a PlaceProblem where there is no such place, or it may not be read. */
export async function openPlace(name: string, client?: S3Client): Promise<ExportPlace> {
  if (!name.startsWith("s3:")) return openFolder(name);
  const parts = /^s3:\/\/(?<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(?<prefix>.*))?$/.exec(name)?.groups;
  const bucket = parts?.["bucket"];
  if (bucket === undefined) {
    throw new PlaceProblem("missing", `${name} is no address of a bucket. Write s3://bucket or s3://bucket/prefix.`);
  }
  const path = withoutTrailing(parts?.["prefix"] ?? "", "/");
  const within = withinExports(path);
  const prefix =
    within === "" && path !== "" ? `${path}/` : path.slice(0, Math.max(0, path.length + 1 - within.length));
  // AWS's client takes a while and much memory to load, in each thread: only where it is needed.
  const { openBucket } = await import("./s3-place.ts");
  return openBucket(name, { bucket, prefix, within }, client);
}
