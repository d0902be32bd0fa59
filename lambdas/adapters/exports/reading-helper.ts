/** A thread's module: a hand that hears and says by messages. */
import { parentPort, workerData } from "node:worker_threads";
import { openPlace } from "./open-place.ts";
import { ReadingHand } from "./reading-hand.ts";
import type { FromHand, HandTerms, ToHand } from "./thread-messages.ts";

if (parentPort !== null) await help(parentPort, workerData as HandTerms);

async function help(port: NonNullable<typeof parentPort>, terms: HandTerms): Promise<void> {
  const say = (message: FromHand): void =>
    port.postMessage(message, message.kind === "rows" ? ownBuffers(message.rows) : []);
  const hand = await ReadingHand.engage(await openPlace(terms.place), terms, say);
  port.on("message", (message: ToHand) => hand.hear(message));
  say({ kind: "ready" });
}

/** Buffers that can be handed over: those that nothing else lies in. */
function ownBuffers(rows: unknown): ArrayBuffer[] {
  const parts = ArrayBuffer.isView(rows)
    ? [rows]
    : typeof rows === "object" && rows !== null
      ? Object.values(rows)
      : [];
  const buffers = parts.flatMap((part: unknown) =>
    ArrayBuffer.isView(part) && part.buffer instanceof ArrayBuffer && part.byteLength === part.buffer.byteLength
      ? [part.buffer]
      : [],
  );
  return [...new Set(buffers)];
}
