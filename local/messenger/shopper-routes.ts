/** The shoppers' side over HTTP, for the chat page and for tests: act, read the thread, follow it. */
import { z } from "zod";
import { answerJson, type Exchange, Refused, readJson } from "./exchange.ts";
import type { Messenger } from "./messenger.ts";
import { attach, attaching, follow, following, tap, tapping, write, writing } from "./shopper-acts.ts";

/** Answers `/shoppers` and what lies below it. */
export async function shopperRoutes(messenger: Messenger, exchange: Exchange): Promise<void> {
  const { method, segments, response, url } = exchange;
  const [, psid, what, ...more] = segments;
  if (psid === undefined && method === "GET")
    return answerJson(response, 200, { shoppers: messenger.threads.shoppers() });
  if (psid === undefined || what === undefined || more.length > 0) throw new Refused(404, "no such route");
  if (!/^\d{1,32}$/.test(psid)) throw new Refused(400, "a shopper's id is made of 1 to 32 digits");
  switch (`${method} ${what}`) {
    case "GET thread":
      return answerJson(response, 200, { items: messenger.threads.items(psid, after(url.searchParams.get("after"))) });
    case "GET events":
      return followThread(messenger, exchange, psid);
    case "POST text":
      return answerJson(response, 200, write(messenger, psid, await parsed(exchange, writing)));
    case "POST tap":
      return answerJson(response, 200, tap(messenger, psid, await parsed(exchange, tapping)));
    case "POST attachment":
      return answerJson(response, 200, attach(messenger, psid, await parsed(exchange, attaching)));
    case "POST referral":
      follow(messenger, psid, await parsed(exchange, following));
      return answerJson(response, 200, { ok: true });
    default:
      throw new Refused(404, "no such route");
  }
}

/** The JSON body as this schema wants it; Refused with what is wrong and where. */
export async function parsed<Schema extends z.ZodType>(exchange: Exchange, schema: Schema): Promise<z.output<Schema>> {
  const result = schema.safeParse(await readJson(exchange.request));
  if (!result.success) throw new Refused(400, z.prettifyError(result.error));
  return result.data;
}

/** Server-sent events: what came after `?after=` or `Last-Event-ID`, then everything as it comes. */
function followThread({ threads }: Messenger, { request, response, url }: Exchange, psid: string): void {
  const since = request.headers["last-event-id"]?.toString() ?? url.searchParams.get("after");
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write(": open\n\n");
  const tell = (item: { seq: number; from: string }): void => {
    // Typing is no item of the thread: it must not move the place from which a reader goes on.
    const id = item.from === "typing" ? "" : `id: ${item.seq}\n`;
    response.write(`${id}data: ${JSON.stringify(item)}\n\n`);
  };
  if (since !== null) for (const item of threads.items(psid, after(since))) tell(item);
  const end = threads.listen(psid, tell);
  const alive = setInterval(() => response.write(": alive\n\n"), 15_000).unref();
  response.once("close", () => {
    clearInterval(alive);
    end();
  });
}

function after(text: string | null): number {
  const seq = Number(text ?? 0);
  if (!Number.isSafeInteger(seq) || seq < 0) throw new Refused(400, "after is the number of a thread item");
  return seq;
}
