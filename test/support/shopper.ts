/** A shopper of the Messenger stand-in: says, taps what the labels offer, and waits for what comes back. */
import { z } from "zod";

const button = z.object({
  type: z.string(),
  title: z.string().optional(),
  url: z.string().optional(),
  payload: z.string().optional(),
});
const message = z.object({
  text: z.string().optional(),
  quick_replies: z.array(z.object({ title: z.string().optional(), payload: z.string().optional() })).optional(),
  attachment: z
    .object({
      type: z.string(),
      payload: z.looseObject({
        template_type: z.string().optional(),
        text: z.string().optional(),
        buttons: z.array(button).optional(),
        elements: z
          .array(
            z.looseObject({ title: z.string(), subtitle: z.string().optional(), buttons: z.array(button).optional() }),
          )
          .optional(),
        order_number: z.string().optional(),
        summary: z.looseObject({ total_cost: z.coerce.string() }).optional(),
      }),
    })
    .optional(),
});
export type PageMessage = z.infer<typeof message>;
const thread = z.object({
  items: z.array(
    z.looseObject({
      seq: z.number(),
      from: z.enum(["shopper", "page", "typing"]),
      mid: z.string().optional(),
      text: z.string().optional(),
      message: z.unknown().optional(),
    }),
  ),
});

interface Offer {
  readonly label: string;
  readonly as: "postback" | "quick-reply" | "open";
  readonly payload?: string | undefined;
  readonly url?: string | undefined;
  readonly mid?: string | undefined;
}

export interface Heard {
  readonly seq: number;
  readonly mid: string | undefined;
  readonly message: PageMessage;
  /** Every word of the message in one string: texts, titles, subtitles, labels. */
  readonly words: string;
}

export class Shopper {
  readonly psid: string;
  readonly #messenger: string;
  taps = 0;

  constructor(messengerUrl: string, psid: string) {
    this.#messenger = messengerUrl;
    this.psid = psid;
  }

  async getsStarted(): Promise<void> {
    this.taps += 1;
    await this.#post("tap", { payload: "start", title: "Get Started", as: "get-started" });
  }

  async says(text: string): Promise<void> {
    await this.#post("text", { text });
  }

  async sends(type: string): Promise<void> {
    await this.#post("attachment", { type });
  }

  /** Taps the newest thing with this label; answers the address when it opens one. */
  async chooses(label: string | RegExp): Promise<string | undefined> {
    const offer = await this.#offer(label);
    this.taps += 1;
    if (offer.as === "open") return offer.url;
    const ofMid = offer.mid === undefined ? {} : { ofMid: offer.mid };
    await this.#post("tap", { payload: offer.payload, title: offer.label, as: offer.as, ...ofMid });
    return undefined;
  }

  /** Taps a button by its payload, as somebody does who scrolls far up in the thread. */
  async tapsPayload(payload: string, title = "old button"): Promise<void> {
    await this.#post("tap", { payload, title, as: "postback" });
  }

  /** Asks one more question and waits for its answer: everything that was on its way to this shopper has then arrived. */
  async catchesUp(): Promise<void> {
    const since = await this.now();
    await this.says("talk to someone");
    await this.hears("Camille", since);
  }

  /** How many messages of the thread match. */
  async timesHeard(pattern: RegExp): Promise<number> {
    return (await this.heard()).filter((each) => pattern.test(each.words)).length;
  }

  /** Waits until the Page has said something that matches since `after` (all of the thread unless told). */
  async hears(pattern: RegExp | string, after = 0, withinMs = 45_000): Promise<Heard> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      const heard = await this.heard(after);
      const hit = heard.find((each) =>
        typeof pattern === "string" ? each.words.includes(pattern) : pattern.test(each.words),
      );
      if (hit) return hit;
      if (Date.now() > deadline) {
        throw new Error(
          `never heard ${String(pattern)}; heard instead:\n${heard.map((each) => each.words).join("\n---\n")}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  /** All that the Page has said, oldest first. */
  async heard(after = 0): Promise<Heard[]> {
    const items = await this.#items();
    return items.flatMap((item) => {
      if (item.from !== "page" || item.seq <= after) return [];
      const parsed = message.parse(item.message);
      return [{ seq: item.seq, mid: item.mid, message: parsed, words: wordsOf(parsed) }];
    });
  }

  /** The sequence number of the newest item: what is heard from now on has a higher one. */
  async now(): Promise<number> {
    return Math.max(0, ...(await this.#items()).map((item) => item.seq));
  }

  async #items() {
    const response = await fetch(`${this.#messenger}/shoppers/${this.psid}/thread`);
    return thread.parse(await response.json()).items;
  }

  async #offer(label: string | RegExp): Promise<Offer> {
    const deadline = Date.now() + 45_000;
    for (;;) {
      const offers = (await this.heard()).toReversed().flatMap(offersOf);
      const hit = offers.find((offer) => (typeof label === "string" ? offer.label === label : label.test(offer.label)));
      if (hit) return hit;
      if (Date.now() > deadline) {
        throw new Error(
          `nothing is labelled ${String(label)}; there is: ${offers.map((offer) => offer.label).join(" | ")}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  async #post(what: string, body: unknown): Promise<void> {
    const response = await fetch(`${this.#messenger}/shoppers/${this.psid}/${what}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`the stand-in refused ${what}: ${response.status} ${await response.text()}`);
  }
}

function offersOf(heard: Heard): Offer[] {
  const buttons = [
    ...(heard.message.attachment?.payload.buttons ?? []),
    ...(heard.message.attachment?.payload.elements ?? []).flatMap((element) => element.buttons ?? []),
  ];
  return [
    ...(heard.message.quick_replies ?? []).map((reply) => ({
      label: reply.title ?? "",
      as: "quick-reply" as const,
      payload: reply.payload,
      mid: heard.mid,
    })),
    ...buttons.map((each) => ({
      label: each.title ?? "",
      as: each.type === "web_url" ? ("open" as const) : ("postback" as const),
      payload: each.payload,
      url: each.url,
      mid: heard.mid,
    })),
  ];
}

function wordsOf(said: PageMessage): string {
  const payload = said.attachment?.payload;
  return [
    said.text,
    payload?.text,
    ...(payload?.elements ?? []).flatMap((element) => [element.title, element.subtitle]),
    ...(payload?.order_number === undefined
      ? []
      : [`receipt ${payload.order_number} ${payload.summary?.total_cost ?? ""}`]),
    ...(said.quick_replies ?? []).map((reply) => `[${reply.title ?? ""}]`),
    ...[...(payload?.buttons ?? []), ...(payload?.elements ?? []).flatMap((element) => element.buttons ?? [])].map(
      (each) => `[${each.title ?? each.type}]`,
    ),
  ]
    .filter((part) => part !== undefined)
    .join("\n")
    .replaceAll(/[\u00a0\u202f]/g, " ");
}
