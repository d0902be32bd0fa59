/** Asks a service on the web: follows no redirect, and keeps no more of an answer than an honest one has. */

export interface WebAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Bytes after decompression; the longest that either partner answers our calls, an expanded session, has some 20 KB. */
export const longestAnswer = 1_048_576;

/**
 * The whole answer, whatever its status. An error where there is none: no connection, an answer that breaks off, goes on
 * beyond `longestAnswer`, or is not complete when `signal` says so.
 */
export async function boundedFetch(
  address: string,
  request: RequestInit & { readonly signal: AbortSignal },
): Promise<WebAnswer> {
  const { status, headers, body } = await fetch(address, { ...request, redirect: "manual" });
  return { status, headers, text: body ? await textOf(body) : "" };
}

/** Milliseconds that an answer asks to wait, where it says so in seconds; dates are left alone, clocks differ. */
export const waitAsked = (retryAfter: string | null | undefined): number | undefined =>
  retryAfter && /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) * 1000 : undefined;

/** Leaving the loop ends the transfer. */
async function textOf(body: ReadableStream<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > longestAnswer) throw new Error(`an answer of more than ${longestAnswer} bytes`);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}
