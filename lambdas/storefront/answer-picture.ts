/** The shop's pictures, as Messenger and browsers fetch them for cards and receipts. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { StorefrontAnswer, StorefrontRequest } from "./answer.ts";

/**
 * Answers for the pictures of one folder. A name is looked up in the folder's listing and never joined to a path before
 * it was found there, so no other file can be reached.
 */
export function pictureAnswers(folder: string): (request: StorefrontRequest) => StorefrontAnswer {
  const names = new Set(readdirSync(folder).filter((name) => typeOf(name) !== undefined));
  return ({ name, ifNoneMatch }) => {
    const type = names.has(name) ? typeOf(name) : undefined;
    if (type === undefined) return notFound;
    const bytes = readFileSync(join(folder, name));
    const etag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 27)}"`;
    const headers = { ...pictureHeaders, etag };
    if (isKnown(etag, ifNoneMatch)) return { statusCode: 304, headers, body: "" };
    return {
      statusCode: 200,
      headers: { ...headers, "content-type": type },
      body: bytes.toString("base64"),
      isBase64Encoded: true,
    };
  };
}

/** Whether the asker holds this edition already (RFC 9110, 13.1.2: the comparison is weak). */
export const isKnown = (etag: string, ifNoneMatch: string | undefined): boolean =>
  (ifNoneMatch ?? "").split(",").some((known) => ["*", etag].includes(known.trim().replace(/^W\//, "")));

const types: Readonly<Record<string, string>> = { ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg" };
const typeOf = (name: string): string | undefined => types[extname(name).toLowerCase()];

/** A day without asking: a picture's name stays when the picture changes, so it cannot be kept for ever. */
const pictureHeaders = {
  "cache-control": "public, max-age=86400",
  "x-content-type-options": "nosniff",
  "cross-origin-resource-policy": "cross-origin",
};

const notFound: StorefrontAnswer = {
  statusCode: 404,
  headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "public, max-age=60" },
  body: "There is no such picture.\n",
};
