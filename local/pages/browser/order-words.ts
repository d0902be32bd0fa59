/** Where an order stands, in a merchant's plain words. */
import type { OrderRow } from "#local/pages/shop-rows.ts";
import { formatTime } from "./formats.ts";
import { language } from "./labels.ts";
import { shopFacts } from "./shop-facts.ts";

export interface Standing {
  readonly words: string;
  /** For the colour: waiting, to do, done, over without a sale, or wrong. */
  readonly mood: "waiting" | "todo" | "done" | "over" | "alarm";
}

/** Where the goods stand. An order that was refused before any payment is told apart from one cancelled later. */
export function goodsStanding(order: OrderRow): Standing {
  if (order.history.some((entry) => entry.what === "refused")) return { words: refused[language], mood: "over" };
  const known = goods[order.status];
  if (known === undefined) return { words: order.status, mood: "waiting" };
  return { words: `${known[language]}${isAwaited(order) ? timeLimit(order.payBy) : ""}`, mood: known.mood };
}

/** Where the money stands; undefined where that is said by where the goods stand. */
export function moneyStanding(order: OrderRow): Standing | undefined {
  if (isAwaited(order)) return wasDeclined(order) ? { words: declined[language], mood: "over" } : undefined;
  if (order.paymentStatus === "unpaid" && goods[order.status]?.mood === "over") return undefined;
  const known = money[order.paymentStatus];
  return known ? { words: known[language], mood: known.mood } : { words: order.paymentStatus, mood: "waiting" };
}

const isAwaited = (order: OrderRow): boolean => order.status === "awaiting-payment" && order.paymentStatus === "unpaid";

function timeLimit(payBy: string | undefined): string {
  if (payBy === undefined) return "";
  return `${language === "fr" ? " jusqu’à " : " until "}${formatTime(new Date(payBy), shopFacts.timeZone)}`;
}

const wasDeclined = (order: OrderRow): boolean =>
  order.history.findLast((entry) => entry.what !== "attempt-opened")?.what === "payment-declined";

interface Words {
  readonly fr: string;
  readonly en: string;
}

const declined: Words = { fr: "carte refusée, peut réessayer", en: "card declined, may try again" };
const refused: Words = { fr: "Refusée avant paiement", en: "Refused before payment" };

const goods: Readonly<Record<string, Words & Pick<Standing, "mood">>> = {
  "awaiting-payment": { fr: "Attend le paiement", en: "Waits for the payment", mood: "waiting" },
  "to-ship": { fr: "À expédier", en: "To ship", mood: "todo" },
  "partly-shipped": { fr: "Expédiée en partie", en: "Partly shipped", mood: "todo" },
  shipped: { fr: "Expédiée", en: "Shipped", mood: "done" },
  delivered: { fr: "Livrée", en: "Delivered", mood: "done" },
  returned: { fr: "Retournée", en: "Returned", mood: "over" },
  cancelled: { fr: "Annulée", en: "Cancelled", mood: "over" },
  expired: { fr: "Délai de paiement passé", en: "Not paid in time", mood: "over" },
};

const money: Readonly<Record<string, Words & Pick<Standing, "mood">>> = {
  unpaid: { fr: "non payée", en: "not paid", mood: "over" },
  pending: { fr: "paiement en cours", en: "payment under way", mood: "waiting" },
  paid: { fr: "payée", en: "paid", mood: "done" },
  "partly-refunded": { fr: "remboursée en partie", en: "partly refunded", mood: "todo" },
  refunded: { fr: "remboursée", en: "refunded", mood: "over" },
};
