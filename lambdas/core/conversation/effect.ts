/** What a decision asks to be done once it is remembered: commands to the payments stage first, then speech. */
import type { ShopperCommand } from "../payments/message.ts";
import type { EffectId, OrderId } from "../values/ids.ts";
import type { Speech } from "./speech.ts";

export type Effect =
  | { readonly kind: "command"; readonly command: ShopperCommand }
  /** `about`: the order this tells of, noted there when it could not be told. */
  | { readonly kind: "say"; readonly speech: Speech; readonly about?: OrderId };

/** An effect as the outbox keeps it until it is done. */
export type OutboxEntry = Effect & { readonly id: EffectId };
