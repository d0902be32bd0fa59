/** What outlives a restart, as lines of JSON in one file: thread items, when shoppers were heard, the Page's profile. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";

const item = z.object({
  seq: z.number().int().positive(),
  at: z.number().int(),
  from: z.enum(["shopper", "page"]),
  mid: z.string(),
  text: z.string().exactOptional(),
  tap: z.object({ payload: z.string(), as: z.enum(["postback", "quick-reply", "get-started"]) }).exactOptional(),
  attachment: z.record(z.string(), z.unknown()).exactOptional(),
  message: z.record(z.string(), z.unknown()).exactOptional(),
});

const line = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("item"), psid: z.string(), item }),
  z.object({ kind: z.literal("heard"), psid: z.string(), at: z.number() }),
  z.object({ kind: z.literal("profile"), fields: z.record(z.string(), z.unknown()) }),
]);

/** One message of a thread: the raw Send API message of the Page, or what the shopper wrote, tapped or attached. */
export type ThreadItem = z.output<typeof item>;
export type JournalLine = z.output<typeof line>;

export interface Journal {
  /** What earlier runs wrote, in order. */
  readonly past: readonly JournalLine[];
  append(line: JournalLine): void;
}

/** The journal in this file, which need not exist; without a file, nothing is kept. */
export function openJournal(file: string | undefined): Journal {
  if (file === undefined) return { past: [], append: () => undefined };
  const past = existsSync(file) ? readFileSync(file, "utf8").split("\n").flatMap(readLine) : [];
  mkdirSync(dirname(file), { recursive: true });
  // A process that died while it wrote leaves half a line: what follows must not be glued to it.
  appendFileSync(file, "\n");
  return { past, append: (entry) => appendFileSync(file, `${JSON.stringify(entry)}\n`) };
}

function readLine(text: string): JournalLine[] {
  if (text.trim() === "") return [];
  try {
    const read = line.safeParse(JSON.parse(text));
    return read.success ? [read.data] : [];
  } catch {
    return [];
  }
}
