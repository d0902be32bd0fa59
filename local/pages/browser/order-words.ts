/** Where an order stands, in a merchant's plain words. */
import type { OrderRow } from "#local/pages/shop-rows.ts";
import { formatTime } from "./formats.ts";
import { language } from "./labels.ts";

export interface Standing {
  readonly words: string;
  /** For the colour: waiting, to do, done, or over without a sale. */
  readonly mood: "waiting" | "todo" | "done" | "over";
}

/** Where the goods stand. An order that was refused before any payment is told apart from one cancelled later. */
export function goodsStanding(order: OrderRow): Standing {
  if (order.history.some((entry) => entry.what === "refused")) return spoken(order.status, refused, "over");
  const known = goods[order.status];
  return known ? { words: known[language], mood: known.mood } : { words: order.status, mood: "waiting" };
}

/** Where the money stands. */
export function moneyStanding(order: OrderRow): Standing {
  if (order.paymentStatus === "unpaid" && order.status === "awaiting-payment") return waitsForMoney(order);
  const known = money[order.paymentStatus];
  return known ? { words: known[language], mood: known.mood } : { words: order.paymentStatus, mood: "waiting" };
}

function waitsForMoney(order: OrderRow): Standing {
  const until = order.payBy === undefined ? "" : formatTime(new Date(order.payBy));
  const declined = order.history.findLast((entry) => entry.what !== "attempt-opened")?.what === "payment-declined";
  const french = declined ? "carte refusée, peut réessayer" : "pas encore payée";
  const english = declined ? "card declined, may try again" : "not paid yet";
  const limit = until ? (language === "fr" ? `, jusqu'à ${until}` : `, until ${until}`) : "";
  return { words: `${language === "fr" ? french : english}${limit}`, mood: "waiting" };
}

const spoken = (_status: string, words: Words, mood: Standing["mood"]): Standing => ({ words: words[language], mood });

interface Words {
  readonly fr: string;
  readonly en: string;
}

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
