/** What the pay pages say. */

import type { Order } from "#core/orders/order.ts";
import type { Locale } from "#core/values/locale.ts";
import { formatMoney } from "#core/values/money.ts";

const sentences = {
  "pay.paid-title": { fr: "C’est payé", en: "Paid" },
  "pay.paid": {
    fr: "Merci. Nous avons reçu {total} pour la commande {order}. La confirmation et le reçu vous attendent dans la conversation.",
    en: "Thank you. We have received {total} for order {order}. The confirmation and the receipt are waiting in the conversation.",
  },
  "pay.pending-title": { fr: "Paiement en cours", en: "Payment under way" },
  "pay.pending": {
    fr: "Votre banque traite le paiement de {total} pour la commande {order}. Cela peut prendre quelques jours ; la confirmation arrivera dans la conversation.",
    en: "Your bank is processing the payment of {total} for order {order}. This can take a few days; the confirmation will arrive in the conversation.",
  },
  "pay.checking-title": { fr: "Un instant…", en: "One moment…" },
  "pay.checking": {
    fr: "Nous attendons la réponse de la banque pour la commande {order}. La confirmation arrive dans la conversation : vous pouvez déjà y revenir.",
    en: "We are waiting for the bank’s word on order {order}. The confirmation comes in the conversation: you can go back there now.",
  },
  "pay.back-title": { fr: "Rien n’a été payé", en: "Nothing was paid" },
  "pay.back": {
    fr: "La commande {order} attend toujours son paiement de {total}. Vos articles vous sont gardés jusqu’à {until}.",
    en: "Order {order} is still waiting for its payment of {total}. Your articles are kept for you until {until}.",
  },
  "pay.resume": { fr: "Reprendre le paiement", en: "Go back to paying" },
  "pay.browser": {
    fr: "Apple Pay ou Google Pay n’apparaît pas ? Ouvrez cette page dans votre navigateur, par le menu ⋯ en haut de l’écran.",
    en: "Apple Pay or Google Pay is not shown? Open this page in your browser, from the ⋯ menu at the top of the screen.",
  },
  "pay.expired-title": { fr: "Le temps de payer est passé", en: "The time to pay has passed" },
  "pay.expired": {
    fr: "La commande {order} n’est plus gardée et rien n’a été débité. Écrivez-nous dans la conversation pour la refaire : votre panier s’y trouve encore.",
    en: "Order {order} is no longer kept and nothing was charged. Write to us in the conversation to order again: your cart is still there.",
  },
  "pay.cancelled-title": { fr: "Commande annulée", en: "Order cancelled" },
  "pay.cancelled": {
    fr: "La commande {order} a été annulée : il n’y a rien à payer.",
    en: "Order {order} has been cancelled: there is nothing to pay.",
  },
  "pay.refunded-title": { fr: "Paiement remboursé", en: "Payment refunded" },
  "pay.refunded": {
    fr: "Le paiement de la commande {order} vous est rendu. La conversation dit ce qui s’est passé.",
    en: "The payment for order {order} is given back to you. The conversation says what happened.",
  },
  "pay.unknown-title": { fr: "Ce lien ne mène nulle part", en: "This link leads nowhere" },
  "pay.unknown": {
    fr: "L’adresse est incomplète ou ne vaut plus. Revenez à la conversation et touchez « Mes commandes » : le bon bouton s’y trouve.",
    en: "The address is incomplete or no longer valid. Go back to the conversation and tap “My orders”: the right button is there.",
  },
  "pay.unavailable-title": { fr: "La page de paiement ne répond pas", en: "The payment page does not answer" },
  "pay.unavailable": {
    fr: "Rien n’a été débité et vos articles vous sont gardés. Réessayez dans une minute.",
    en: "Nothing was charged and your articles are kept for you. Try again in a minute.",
  },
  "pay.retry": { fr: "Réessayer", en: "Try again" },
  "pay.to-conversation": { fr: "Revenir à la conversation", en: "Back to the conversation" },
  "pay.preview-title": { fr: "Paiement d’une commande", en: "Payment of an order" },
  "pay.preview": {
    fr: "Ce lien ouvre la page de paiement d’une commande.",
    en: "This link opens the payment page of an order.",
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Locale, string>>>>;

export type PaySentence = keyof typeof sentences;

/** A sentence in the language, with what it says of an order filled in. */
export function payWords(locale: Locale, key: PaySentence, order?: Order, until = ""): string {
  const particulars: Readonly<Record<string, string>> = order
    ? { order: order.orderId, total: formatMoney({ amount: order.total, currency: order.currency }, locale), until }
    : {};
  return sentences[key][locale].replace(/\{(\w+)\}/g, (_, name: string) => particulars[name] ?? "");
}
