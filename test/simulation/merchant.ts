/** The merchant at work while the shop is open: counts the lamps anew, changes their price, takes them off sale. */
import type { SetStock } from "#core/payments/message.ts";
import { minutes } from "#core/values/instant.ts";
import { lamp } from "#test/support/lamp-shop.ts";
import type { Step } from "./plan.ts";
import type { SimulatedShop } from "./simulated-shop.ts";

export class Merchant {
  readonly #shop: SimulatedShop;

  constructor(shop: SimulatedShop) {
    this.#shop = shop;
  }

  act({ act, number, pick }: Step): void {
    if (act === "recount") return this.#recount(`count:${number}`, [0, 0, 1, 2, 4][Math.floor(pick * 5)] ?? 0);
    const { world, offers } = this.#shop;
    const [price] = [6900, 5900, 7400].slice(Math.floor(pick * 4));
    world.tell(() => (price === undefined ? "the lamp is taken off sale" : `the lamp costs ${price} from now on`));
    offers.change(world.now, price === undefined ? { forSale: false } : { price, forSale: true });
  }

  /** Sends the count until the queue takes it. */
  #recount(id: string, available: number): void {
    const { world, paymentsQueue, counts } = this.#shop;
    if (world.isOut("payments queue")) return world.time.in(minutes(1), () => this.#recount(id, available));
    world.tell(() => `the merchant counts ${available} lamps`);
    counts.add(id);
    const command: SetStock & { v: 1; id: string } = { v: 1, kind: "set-stock", id, sku: lamp, available };
    paymentsQueue.send(`stock:${lamp}`, id, JSON.stringify(command));
  }
}
