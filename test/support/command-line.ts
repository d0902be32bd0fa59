/** Calls `npx comptoir` within the test's process, and keeps what it writes. */
import { Writable } from "node:stream";
import { comptoir } from "#cli/main.ts";

export interface Answer {
  readonly out: string;
  /** As bytes, for what is no text. */
  readonly bytes: Buffer;
  readonly err: string;
  readonly code: number;
}

/** What a command answers, as if nobody watched. */
export async function commandLine(words: readonly string[], env: Record<string, string> = {}): Promise<Answer> {
  const out = collector();
  const err = collector();
  const code = await comptoir(words, { out: out.stream, err: err.stream, env: { NO_COLOR: "1", ...env } });
  return { out: out.bytes().toString(), bytes: out.bytes(), err: err.bytes().toString(), code };
}

function collector() {
  const parts: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer | string, _encoding, done) {
      parts.push(Buffer.from(chunk));
      done();
    },
  });
  return { stream, bytes: () => Buffer.concat(parts) };
}
