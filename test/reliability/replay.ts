/** Plays a story, breaks it where it is told, and says what came of it in the shop's terms. */
import { z } from "zod";
import type { Call, Verdict } from "#test/support/proxy.ts";
import { type Story, sku } from "./stories.ts";
import type { WatchedShop } from "./watched-shop.ts";

/** A call by what it is, and the how-manieth of its kind it is in the story. */
export interface Spot {
  readonly kind: string;
  readonly nth: number;
}

export interface Break {
  /** Asked at each call; undefined lets it pass. */
  readonly at: (spot: Spot, call: Call) => Verdict | undefined;
  /** Asked after each handler; false keeps its message, as a crash before the delete would. */
  readonly acknowledge?: (spot: Spot) => boolean;
}

/** What a play ended in. */
export interface Ending {
  readonly orders: readonly string[];
  readonly sold: number;
  readonly reserved: number;
  readonly charged: readonly number[];
  readonly refunded: number;
  readonly parked: number;
  /** Everything the Page said, in order, with order numbers and times of day taken out. */
  readonly said: readonly string[];
}

export interface Play {
  readonly ending: Ending;
  /** Every call of a function, in order; reads of parameters are left out, they are kept for minutes in each process. */
  readonly calls: readonly (Spot & { readonly call: Call })[];
  /** Handlers that came to their end, in order. */
  readonly handled: readonly Spot[];
  /** What processes had said since they last loaded a session when they were killed or lost an answer: its outcome is unknown. */
  readonly unknown: readonly string[];
}

const nothingBroken: Break = { at: () => undefined };

/** Plays a story with a shopper who has never been here. */
export async function play(watched: WatchedShop, story: Story, broken: Break = nothingBroken): Promise<Play> {
  await watched.count(sku, story.pieces);
  const shopper = watched.shop.shopper();
  const before = await moneyTaken(watched);
  const parkedBefore = await watched.parked();
  const record = new Recording(watched, story, broken);
  watched.watch({
    onCall: (call) => record.meet(call),
    acknowledge: (functionName) => record.handled(functionName),
  });
  const available = (await watched.shop.stockOf(sku))?.available ?? 0;
  try {
    await story.play(watched, shopper);
  } finally {
    watched.watch(undefined);
  }
  const after = await moneyTaken(watched);
  const stock = await watched.shop.stockOf(sku);
  const orders = await watched.shop.ordersOf(shopper);
  const orderIds = orders.map(({ orderId }) => orderId);
  return {
    ending: {
      orders: orders.map(({ status, paymentStatus, total }) => `${status}, ${paymentStatus}, ${total}`),
      sold: available - (stock?.available ?? 0),
      reserved: stock?.reserved ?? 0,
      charged: after.charged.slice(before.charged.length),
      refunded: after.refunded - before.refunded,
      parked: (await watched.parked()) - parkedBefore,
      said: (await shopper.heard()).map(({ words }) => inShopWords(words, orderIds)),
    },
    ...record.taken(),
    unknown: record.unknown.map((body) => firstLine(inShopWords(wordsIn(body), orderIds))),
  };
}

/** The line that a sentence is known by. */
export const firstLine = (words: string): string => words.split("\n")[0] ?? "";

/** The short name of a call, as the report and the failures tell it. */
export function kindOf(call: Call): string {
  const where = call.resources.map(shortResource).join(" + ");
  return [shortFunction(call.function ?? ""), call.operation, where, call.about && `(${call.about})`]
    .filter((part) => part !== "")
    .join(" ");
}

/** As the docs call a function. */
const shortFunction = (name: string): string => stages.find(([pattern]) => pattern.test(name))?.[1] ?? name;

const stages: readonly (readonly [RegExp, string])[] = [
  [/IntakeMessenger/, "messenger-webhook"],
  [/IntakeStripe/, "stripe-webhook"],
  [/ConversationWorker/, "conversation"],
  [/PaymentsWorker/, "payments"],
  [/Payments/, "pay"],
];

const shortResource = (name: string): string =>
  /Sessions|Orders|Stock|ConversationQueue|PaymentsQueue/.exec(name)?.[0] ?? name;

class Recording {
  readonly #watched: WatchedShop;
  readonly #story: Story;
  readonly #broken: Break;
  readonly #calls: (Spot & { call: Call })[] = [];
  readonly #handled: Spot[] = [];
  readonly #seen = new Map<string, number>();
  readonly #said = new Map<number, string[]>();
  /** Bodies of sends whose outcome nobody knows any more. */
  readonly unknown: string[] = [];
  #isMeanwhileOver = false;

  constructor(watched: WatchedShop, story: Story, broken: Break) {
    this.#watched = watched;
    this.#story = story;
    this.#broken = broken;
  }

  async meet(call: Call): Promise<Verdict> {
    const { meanwhile } = this.#story;
    if (meanwhile?.before(call) === true && !this.#isMeanwhileOver) {
      this.#isMeanwhileOver = true;
      await meanwhile.happens(this.#watched);
    }
    const isCached = call.service === "parameters";
    const spot = isCached ? { kind: kindOf(call), nth: 1 } : this.#next(kindOf(call));
    if (!isCached) this.#calls.push({ ...spot, call });
    this.#hear(call);
    const verdict = this.#broken.at(spot, call) ?? { do: "pass" };
    if (verdict.do !== "pass") this.unknown.push(...this.#forgotten(call, verdict));
    return verdict;
  }

  handled(functionName: string): boolean {
    const spot = this.#next(`after ${shortFunction(functionName)}`);
    this.#handled.push(spot);
    return this.#broken.acknowledge?.(spot) !== false;
  }

  taken(): Pick<Play, "calls" | "handled"> {
    return { calls: this.#calls, handled: this.#handled };
  }

  /**
   * What may be said again: all that a dead process had said since it loaded the session, also where it lived and could
   * not write down that it had; otherwise the one sentence whose answer is lost.
   */
  #forgotten(call: Call, verdict: Verdict): readonly string[] {
    const isSessionWrite = call.operation === "PutItem" && kindOf(call).includes("Sessions");
    if (verdict.do === "kill" || isSessionWrite) return this.#said.get(call.processId ?? 0) ?? [];
    return call.service === "graph" ? [call.body] : [];
  }

  #next(kind: string): Spot {
    const nth = (this.#seen.get(kind) ?? 0) + 1;
    this.#seen.set(kind, nth);
    return { kind, nth };
  }

  /** What a process says between two loads of a session is lost with it: only the session remembers. */
  #hear({ processId = 0, operation, service, body, resources }: Call): void {
    const isLoad = operation === "GetItem" && resources.some((each) => each.includes("Sessions"));
    if (isLoad) this.#said.set(processId, []);
    if (service === "graph") this.#said.get(processId)?.push(body);
  }
}

async function moneyTaken(watched: WatchedShop): Promise<{ charged: number[]; refunded: number }> {
  const { charges } = await watched.shop.ledger();
  const paid = charges.filter((charge) => charge.paid);
  return {
    charged: paid.map(({ amount }) => amount),
    refunded: paid.reduce((sum, charge) => sum + charge.amount_refunded, 0),
  };
}

/** Without what differs from one play to the next: order numbers and times of day. */
const inShopWords = (words: string, orderIds: readonly string[]): string =>
  orderIds
    .reduce((text, id) => text.replaceAll(id, "#"), words)
    .replaceAll(/[\u00a0\u202f]/g, " ")
    .replaceAll(/\b\d{1,2}:\d{2}\b/g, "hh:mm");

const sent = z.object({
  message: z.object({
    text: z.string().optional(),
    attachment: z
      .object({
        payload: z.object({
          text: z.string().optional(),
          elements: z.array(z.object({ title: z.string() })).optional(),
        }),
      })
      .optional(),
  }),
});

/** What a call to the Send API says; nothing for a typing indicator. */
function wordsIn(body: string): string {
  const { success, data } = sent.safeParse(JSON.parse(body));
  if (!success) return "";
  const { text, attachment } = data.message;
  return text ?? attachment?.payload.text ?? attachment?.payload.elements?.[0]?.title ?? "";
}
