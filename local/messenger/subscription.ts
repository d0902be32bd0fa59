/** Which events this Page's app receives; a new stand-in is subscribed to all that it sends. */
import { webhookFields } from "./webhook-events.ts";

export class Subscription {
  #fields: readonly string[] = webhookFields;

  get fields(): readonly string[] {
    return this.#fields;
  }

  includes(field: string): boolean {
    return this.#fields.includes(field);
  }

  set(fields: readonly string[]): void {
    this.#fields = fields;
  }

  end(): void {
    this.#fields = [];
  }

  reset(): void {
    this.#fields = webhookFields;
  }
}
