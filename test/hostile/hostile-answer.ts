/** Answers that no partner documents, as `fetch` hands them over. */
import { longestAnswer } from "#adapters/web/bounded-fetch.ts";
import type { Dice } from "./dice.ts";
import { textOf, treeOf } from "./json-tree.ts";
import { bytesOf, large, mutate, surprise } from "./mutations.ts";

export interface HostileAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  /** `breaks-off` after these bytes, or goes on `endless` with them. */
  readonly manner: "whole" | "breaks-off" | "endless";
}

const pages = [
  "<html><body>Sorry, something went wrong.</body></html>",
  "<!doctype html><script>location='https://login.example'</script>",
  "upstream connect error or disconnect/reset before headers",
  "id=cs_test_a1b2c3&status=complete&payment_status=paid",
  "",
  "null",
  "true",
  '"paid"',
  "0",
  "[]",
  "{}",
  "NaN",
];

/** An answer of these shapes, bent; a good one now and then. One in so many breaks off or never ends. */
export function hostileAnswer(dice: Dice, shapes: readonly unknown[], inTrials: number): HostileAnswer {
  return {
    status: dice.once(2) ? 200 : dice.pick([200, 201, 202, 204, 206, 301, 302, 307, 400, 401, 402, 403, 404, 409, 410]),
    ...(dice.once(6) && { status: dice.pick([413, 418, 424, 429, 499, 500, 502, 503, 504, 520, 599]) }),
    headers: headersOf(dice),
    bytes: bodyOf(dice, shapes),
    manner: dice.once(inTrials) ? dice.pick(["endless", "breaks-off"]) : "whole",
  };
}

function bodyOf(dice: Dice, shapes: readonly unknown[]): Uint8Array {
  if (dice.once(12)) return Buffer.from(dice.pick(pages));
  if (dice.once(1500)) return Buffer.from(`{"id":"${"y".repeat(longestAnswer - 20 + dice.below(40))}"}`);
  if (dice.once(800)) return Buffer.from(textOf(large(dice)));
  if (dice.once(40)) return Buffer.from(textOf(surprise(dice)));
  const tree = treeOf(dice.pick(shapes));
  return bytesOf(dice, textOf(dice.once(10) ? tree : mutate(dice, tree)));
}

function headersOf(dice: Dice): Record<string, string> {
  return {
    "content-type": dice.pick(["application/json", "application/json", "text/html; charset=utf-16", "image/png", "x"]),
    // The library would wait half a second before it tries again: nobody waits in a million of trials.
    "stripe-should-retry": "false",
    ...(dice.once(8) && {
      "retry-after": dice.pick(["1", "0", "-1", "", "1e9", "999999999999", "Infinity", "NaN", "x"]),
    }),
    ...(dice.once(20) && { "retry-after": "Wed, 21 Oct 2099 07:28:00 GMT" }),
    ...(dice.once(8) && { "idempotent-replayed": dice.pick(["true", "false", "TRUE", "1"]) }),
    ...(dice.once(8) && { location: dice.pick(["/", "https://elsewhere.example/", "javascript:alert(1)", "//x", ""]) }),
    ...(dice.once(20) && { "stripe-notice": "read me", "request-id": "__proto__" }),
  };
}

const withoutBody: readonly number[] = [204, 205, 304];

/** Whether it is broken off while it is read. */
export const isCutOff = ({ manner, bytes }: HostileAnswer): boolean =>
  manner !== "whole" || bytes.length > longestAnswer;

/** Stands in for `fetch` while `work` runs; an error if more is drawn from an endless answer than may be kept. */
export async function answering<Result>(answer: HostileAnswer, work: () => Promise<Result>): Promise<Result> {
  const real = globalThis.fetch;
  let most = 0;
  globalThis.fetch = (_address, request) => {
    let drawn = 0;
    if (request?.redirect !== "manual") throw new Error("a redirect would be followed");
    const body = withoutBody.includes(answer.status)
      ? null
      : streamOf(answer, (bytes) => {
          drawn += bytes;
          most = Math.max(most, drawn);
        });
    return Promise.resolve(new Response(body, { status: answer.status, headers: answer.headers }));
  };
  let result: Result;
  try {
    result = await work();
  } finally {
    globalThis.fetch = real;
  }
  // With what was under way when it was broken off.
  if (most > longestAnswer + 3 * chunkBytes) throw new Error(`${most} bytes of an answer were read`);
  return result;
}

const chunkBytes = 65_536;

function streamOf({ bytes, manner }: HostileAnswer, draw: (bytes: number) => void): ReadableStream<Uint8Array> {
  const filler = new Uint8Array(chunkBytes).fill(0x20);
  let at = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at < bytes.length) {
        const chunk = bytes.subarray(at, at + chunkBytes);
        at += chunk.length;
        draw(chunk.length);
        controller.enqueue(chunk);
      } else if (manner === "endless") {
        draw(filler.length);
        controller.enqueue(filler);
      } else if (manner === "breaks-off") controller.error(new TypeError("terminated"));
      else controller.close();
    },
  });
}
