/** `fetch` without redirects and with a limit on the length of the answer. */

export interface WebAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Bytes after decompression. The longest real answer to our calls, Stripe's expanded session, has some 20 KB. */
export const longestAnswer = 1_048_576;

/**
 * The whole answer, whatever its status. Rejects without a connection, or when the answer breaks off, is longer than
 * `longestAnswer`, or is not complete when `signal` aborts.
 */
export async function boundedFetch(
  address: string,
  request: RequestInit & { readonly signal: AbortSignal },
): Promise<WebAnswer> {
  const { status, headers, body } = await fetch(address, { ...request, redirect: "manual" });
  return { status, headers, text: body ? await textOf(body) : "" };
}

/** Milliseconds that `retry-after` asks to wait. Only seconds are read: a date would depend on both clocks. */
export const waitAsked = (retryAfter: string | null | undefined): number | undefined =>
  retryAfter && /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) * 1000 : undefined;

/** The body as text. An error inside the loop also ends the transfer. */
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
