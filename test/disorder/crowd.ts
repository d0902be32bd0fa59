/** Many shoppers at once: each acts through the stand-in and follows its own thread by pushed events, without polling. */
import { z } from "zod";
import { PageMessage } from "./page-message.ts";

const item = z.looseObject({ from: z.string(), message: z.unknown().optional() });

export class Follower {
  readonly psid: string;
  /** All that the Page said, oldest first. */
  readonly heard: PageMessage[] = [];
  readonly #messenger: string;
  readonly #ending = new AbortController();
  #woken = Promise.withResolvers<void>();
  #from = 0;

  constructor(messenger: string, psid: string) {
    this.#messenger = messenger;
    this.psid = psid;
  }

  /** Listens from now on, until `leaves`. */
  async listens(): Promise<void> {
    const url = `${this.#messenger}/shoppers/${this.psid}/events?after=0`;
    const response = await fetch(url, { signal: this.#ending.signal });
    if (!response.body) throw new Error("the thread cannot be followed");
    void this.#read(response.body).catch(() => undefined);
  }

  leaves(): void {
    this.#ending.abort();
  }

  /** Taps; only what is said from now on counts as an answer. */
  async taps(payload: string): Promise<void> {
    this.#from = this.heard.length;
    const response = await fetch(`${this.#messenger}/shoppers/${this.psid}/tap`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ payload, title: "button", as: "postback" }),
    });
    if (!response.ok) throw new Error(`the stand-in refused a tap: ${response.status}`);
  }

  /** The first answer since the last tap that matches; waits for it. */
  async hears(pattern: RegExp): Promise<PageMessage> {
    for (;;) {
      const woken = this.#woken.promise;
      const hit = this.heard.slice(this.#from).find(({ words }) => pattern.test(words));
      if (hit) return hit;
      await woken;
    }
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    let rest = "";
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines.filter((each) => each.startsWith("data: "))) this.#take(line.slice("data: ".length));
    }
  }

  #take(json: string): void {
    const { from, message } = item.parse(JSON.parse(json));
    if (from !== "page") return;
    this.heard.push(new PageMessage(message));
    this.#woken.resolve();
    this.#woken = Promise.withResolvers<void>();
  }
}
