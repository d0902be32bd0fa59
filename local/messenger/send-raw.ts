/** Posts any bytes to the shop's callback, signed or not: for payloads that no chat page would make. */
import { createHmac } from "node:crypto";
import { z } from "zod";
import type { CallbackAnswer } from "./callback.ts";
import type { Messenger } from "./messenger.ts";
import { signatureOf, wireJson } from "./signature.ts";

export const sendRawBody = z.strictObject({
  /** A string goes out as it is; anything else as JSON in Meta's way of writing. */
  body: z.unknown(),
  /** How to sign: rightly, not at all, with another secret, with something that is no signature, with SHA-1 alone. */
  signature: z.enum(["valid", "none", "forged", "malformed", "sha1"]).optional(),
  /** The secret to sign with instead of the app's. */
  secret: z.string().min(1).optional(),
  headers: z.record(z.string(), z.string()).optional(),
});

const event = z.object({ sender: z.object({ id: z.string().regex(/^\d{1,32}$/) }) });
const payload = z.object({ entry: z.array(z.object({ messaging: z.array(z.unknown()) })) });

/** The callback's answer. People who act in a rightly signed payload may be written to from then on. */
export async function sendRaw(messenger: Messenger, wish: z.output<typeof sendRawBody>): Promise<CallbackAnswer> {
  const { appSecret, callback } = messenger;
  const bytes = typeof wish.body === "string" ? wish.body : wireJson(wish.body ?? null);
  const signature = wish.signature ?? "valid";
  if (signature === "valid" && wish.secret === undefined) hearSenders(messenger, bytes);
  const headers = signatureHeaders(bytes, signature, wish.secret ?? appSecret);
  return callback.post(bytes, { ...headers, ...wish.headers });
}

function signatureHeaders(
  bytes: string,
  signature: NonNullable<z.output<typeof sendRawBody>["signature"]>,
  secret: string,
): Record<string, string> {
  switch (signature) {
    case "valid":
      return { "x-hub-signature-256": signatureOf(bytes, secret) };
    case "forged":
      return { "x-hub-signature-256": signatureOf(bytes, `not ${secret}`) };
    case "malformed":
      return { "x-hub-signature-256": "sha256=nothing" };
    case "sha1":
      return { "x-hub-signature": `sha1=${createHmac("sha1", secret).update(bytes).digest("hex")}` };
    case "none":
      return {};
  }
}

function hearSenders({ threads, page }: Messenger, bytes: string): void {
  for (const id of sendersIn(bytes)) if (id !== page.id) threads.hear(id);
}

function sendersIn(bytes: string): readonly string[] {
  try {
    const read = payload.safeParse(JSON.parse(bytes));
    const items = read.success ? read.data.entry.flatMap((entry) => entry.messaging) : [];
    return items.flatMap((item) => {
      const known = event.safeParse(item);
      return known.success ? [known.data.sender.id] : [];
    });
  } catch {
    return [];
  }
}
