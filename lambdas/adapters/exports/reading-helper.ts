/** A thread's module: reads the files it is given and makes rows of their items, no faster than they are taken. */
import { parentPort, workerData } from "node:worker_threads";
import { DataFiles } from "./data-files.ts";
import { makerOf } from "./maker-of.ts";
import { openPlace } from "./open-place.ts";
import { PresentReader } from "./present-reader.ts";
import { attributeChooser } from "./reading.ts";
import { type FromHelper, failureOf, type HelperTerms, type ToHelper } from "./thread-messages.ts";

/** Packed bytes after which the reader's thread is told of them, also where there are no rows yet. */
const progressStep = 256 * 1024;

/** Batches that may be under way to the reader's thread, each of a block's rows. */
const ahead = 16;

if (parentPort !== null) await help(parentPort, workerData as HelperTerms);

async function help(port: NonNullable<typeof parentPort>, terms: HelperTerms): Promise<void> {
  const say = (message: FromHelper, handedOver: readonly ArrayBuffer[] = []): void =>
    port.postMessage(message, handedOver);
  let bytes = 0;
  let underWay = 0;
  let onTaken: (() => void) | undefined;
  const make = await makerOf(terms.maker);
  const files = new DataFiles(await openPlace(terms.place), (count) => {
    bytes += count;
  });
  const reader = new PresentReader(
    {
      files,
      isWanted: attributeChooser(terms.attributes),
      lenient: terms.lenient,
      onFinding: (finding, items) => say({ kind: "left out", finding, items }),
    },
    terms,
  );
  const read = async ({ task, keyNames }: Extract<ToHelper, { kind: "read" }>): Promise<void> => {
    if (reader.keyNames.length === 0) reader.keyNames = keyNames;
    const tellProgress = (): void => {
      say({ kind: "progress", bytes });
      bytes = 0;
    };
    const give = async (rows: unknown): Promise<void> => {
      say({ kind: "rows", rows, bytes }, ownBuffers(rows));
      bytes = 0;
      underWay += 1;
      if (underWay >= ahead) await new Promise<void>((taken) => (onTaken = taken));
    };
    for await (const items of reader.read(task)) {
      const rows = make(items);
      if (rows !== undefined) await give(rows);
      else if (bytes > progressStep) tellProgress();
    }
    if (make.rest) await give(make.rest());
    say({ kind: "done", keyNames: reader.keyNames, bytes });
    bytes = 0;
  };
  const fail = (error: unknown): void => say({ kind: "failed", failure: failureOf(error) });
  let reading = Promise.resolve();
  port.on("message", (message: ToHelper) => {
    switch (message.kind) {
      case "read":
        files.expect([message.task.file]);
        reading = reading.then(() => read(message)).catch(fail);
        return;
      case "taken":
        underWay -= 1;
        onTaken?.();
        return;
      case "end":
        if (make.last) say({ kind: "rows", rows: make.last(), bytes: 0 });
        say({ kind: "ended" });
    }
  });
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
