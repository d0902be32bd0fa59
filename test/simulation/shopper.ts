/** A shopper at random: goes on towards an order most of the time, and otherwise does what people do. */
import { isPayToken, type PageId, type Psid, type ShopperKey, shopperKey } from "#core/values/ids.ts";
import { pages } from "./offers.ts";
import type { Act, Step } from "./plan.ts";
import type { SimulatedShop } from "./simulated-shop.ts";
import type { Touch } from "./thread.ts";

const names = ["Anna", "Bilal", "Chloé", "Dan"] as const;
const saying: readonly [string, ...string[]] = [
  "bonjour",
  "a lamp please",
  "lampe",
  "mon panier",
  "my orders",
  "2",
  "pay",
  "asdf qwer",
  "modifier ma commande",
  "merci",
  "english",
  "???",
];

/** What leads towards an order, the nearest to it first. */
const towards: readonly ((touch: Touch) => boolean)[] = [
  (touch) => touch.kind === "open" && touch.target.includes("/pay/"),
  (touch) => touch.target.startsWith("order:"),
  (touch) => touch.target.startsWith("deliver:"),
  (touch) => touch.target === "checkout",
  (touch) => touch.target.startsWith("add:"),
  (touch) => touch.target.startsWith("browse"),
];

export class Shopper {
  readonly pageId: PageId;
  readonly psid: Psid;
  readonly key: ShopperKey;
  readonly name: string;
  readonly #shop: SimulatedShop;
  /** The hosted payment page on the screen. */
  #page: string | undefined;
  /** The pay link opened last. */
  #token: string | undefined;

  constructor(shop: SimulatedShop, index: number) {
    this.#shop = shop;
    // Two by two they have the same id, each on a Page of their own.
    this.pageId = pages[index % 2] ?? pages[0];
    this.psid = `700000000000000${index >> 1}` as Psid;
    this.key = shopperKey(this.pageId, this.psid);
    this.name = names[index] ?? "somebody";
  }

  act(step: Step): void {
    const acting: Partial<Record<Act, () => void>> = {
      forward: () => this.#goOn(step),
      words: () => this.#say(step),
      old: () => this.#touchAny(step, Number.POSITIVE_INFINITY),
      twice: () => this.#twice(step),
      look: () => this.#touchAny(step, 2),
      pay: () => this.#atPayPage(step, "pay"),
      decline: () => this.#atPayPage(step, "decline"),
      slowly: () => this.#atPayPage(step, "slowly"),
      hesitate: () => this.#hesitate(step),
      close: () => this.#close(),
      wait: () => this.#lookAtPayment(),
    };
    acting[step.act]?.();
  }

  #goOn(step: Step): void {
    // Some leave the page open and go on in the thread.
    if (this.#page !== undefined && step.pick < 0.75) return this.#atPayPage(step, "pay");
    const touches = this.#shop.thread(this.key).touches(4);
    for (const leads of towards) {
      const possible = touches.filter(leads);
      const touch = possible[Math.floor(step.pick * possible.length)];
      if (touch) return this.#touch(touch, step);
    }
    this.#tap("GET_STARTED", step.number);
  }

  #touchAny(step: Step, last: number): void {
    const touches = this.#shop.thread(this.key).touches(last);
    const touch = touches[Math.floor(step.pick * touches.length)];
    if (touch) this.#touch(touch, step);
    else this.#say(step);
  }

  #touch(touch: Touch, step: Step): void {
    if (touch.kind === "tap") return this.#tap(touch.target, step.number);
    const token = touch.target.split("/pay/")[1] ?? "";
    if (isPayToken(token)) this.#openPayPage(token);
  }

  #twice(step: Step): void {
    const [touch] = this.#shop.thread(this.key).touches(3);
    if (!touch) return this.#say(step);
    this.#touch(touch, step);
    this.#touch(touch, { ...step, number: step.number + 0.5 });
  }

  /** Opens the payment page and calls the order back before it has come. */
  #hesitate(step: Step): void {
    this.#goOn(step);
    this.#tap("change", step.number + 0.5);
  }

  #openPayPage(token: string): void {
    this.#tell(`opens the pay link ${token.slice(0, 13)}`);
    this.#token = token;
    this.#shop.visit(token, undefined, (answer) => {
      this.#page = /\/c\/pay\/(\w+)#/.exec(answer?.headers["location"] ?? "")?.[1];
      this.#tell(this.#page === undefined ? `sees no payment page (${answer?.statusCode})` : `is on ${this.#page}`);
    });
  }

  #atPayPage(step: Step, how: "pay" | "decline" | "slowly"): void {
    if (this.#page === undefined) return this.#goOn(step);
    const page = this.#page;
    const isDone = this.#shop.stripe.act(page, how);
    this.#tell(`${how === "decline" ? "is declined" : `pays (${how})`} on ${page}${isDone ? "" : ": too late"}`);
    if (how === "decline" && isDone) return;
    this.#page = undefined;
    this.#lookAtPayment();
  }

  /** Back from the payment page, which asks the worker to look. */
  #lookAtPayment(): void {
    if (this.#token !== undefined) this.#shop.visit(this.#token, "done", () => undefined);
  }

  #close(): void {
    this.#tell("closes the payment page");
    this.#page = undefined;
  }

  #say(step: Step): void {
    const text = saying[Math.floor(step.pick * saying.length)] ?? saying[0];
    this.#tell(`writes "${text}"`);
    this.#deliver({ message: { mid: `m${step.number}`, text } });
  }

  #tap(payload: string, number: number): void {
    this.#tell(`taps ${payload}`);
    this.#deliver({ postback: { mid: `m${number}`, title: "", payload } });
  }

  #deliver(event: Readonly<Record<string, unknown>>): void {
    this.#shop.deliver(this.pageId, { sender: { id: this.psid }, timestamp: this.#shop.world.now, ...event });
  }

  #tell(what: string): void {
    this.#shop.world.tell(() => `${this.name} ${what}`);
  }
}
