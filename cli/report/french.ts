/** The report in French. */
import type { Words } from "./words.ts";

export const french: Words = {
  title: "Rapport des commandes",
  colon: "\u00a0: ",
  clock: (timeZone) => `heures de ${timeZone}`,
  asOf: (moment) => `Chiffres arrêtés au ${moment}`,

  glances: { day: "Hier", week: "Semaine en cours", month: "Mois en cours" },
  lastDay: "Dernier jour complet",
  before: {
    day: "la veille",
    weekday: "même jour, semaine d’avant",
    week: "semaine d’avant, à la même heure",
    month: "mois d’avant, à la même date",
  },
  nothingBefore: "Pas encore de période précédente à comparer",
  orders: (count, written) => `${written} ${plural(count, "commande", "commandes")}`,
  basketOf: (money) => `panier moyen ${money}`,
  refundsOf: (money) => `remboursé ${money}`,

  figures: {
    heading: "La période en chiffres",
    orders: "Commandes payées",
    gross: "Encaissé TTC",
    refunds: "Remboursé",
    net: "Net TTC",
    tax: "dont TVA",
    basket: "Panier moyen",
    fees: "Frais de paiement",
    left: "Net après frais",
  },
  hints: {
    gross: "à la date du paiement, livraison comprise",
    refunds: "à la date du remboursement",
    net: "encaissé moins remboursé",
    tax: "dans le net",
    basket: "encaissé par commande",
    fees: "retenus par le prestataire",
  },

  days: "Chiffre d’affaires par jour",
  lastDays: (_, written) => `les ${written} derniers jours`,
  eachDay: "Chaque jour, mois par mois",
  daysWithout: "Les jours sans mouvement ne figurent pas.",
  weeks: "Chiffre d’affaires par semaine",
  lastWeeks: (_, written) => `les ${written} dernières semaines`,
  eachWeek: "Chaque semaine",
  months: "Mois par mois",
  columns: {
    day: "Jour",
    week: "Semaine",
    month: "Mois",
    orders: "Commandes",
    gross: "Encaissé",
    refunds: "Remboursé",
    net: "Net",
    tax: "dont TVA",
    fees: "Frais",
    total: "Total",
    rate: "Taux",
    base: "Base HT nette",
    taxOnSales: "TVA des ventes",
    taxOnRefunds: "TVA remboursée",
    taxDue: "TVA nette",
    article: "Article",
    pieces: "Pièces",
    share: "Part",
    source: "Provenance",
    method: "Moyen de paiement",
    hour: "Heure",
    weekday: "Jour",
  },
  highest: (money, when) => `maximum ${money}, ${when}`,

  taxes: "TVA par taux",
  taxHint: "Un remboursement partiel porte chaque taux en proportion.",
  unknownRate: "Taux inconnu",
  sellers: "Meilleures ventes",
  sellersHint: "Pièces vendues, avant remboursements\u00a0; montants TTC sans la livraison.",
  allArticles: "Article par article",
  sources: "D’où viennent les commandes",
  methods: "Moyens de paiement",
  hours: "Heures des paiements",
  weekdays: "Jours de la semaine",
  others: (count, written) => `${written} ${plural(count, "autre", "autres")}`,
  tooMany: (limit) => `Autres (plus de ${limit} noms différents\u00a0: tous ne sont pas comptés à part)`,
  noSource: "Sans lien ni publicité",
  noMethod: "Non précisé",
  sourceKinds: {
    link: "Lien",
    shortlink: "Lien m.me",
    ad: "Publicité",
    ads: "Publicité",
    chat_plugin: "Site web",
    customer_chat_plugin: "Site web",
  },
  hourSpan: (hour) => `${hour} h – ${hour + 1} h`,
  table: "Le tableau",

  counted: "Ce que comptent ces chiffres",
  counting:
    "Les commandes payées, chacune au jour et à l’heure de son paiement, et les remboursements effectués, à leur propre date.",
  leftOut: (reasons) => `Ne comptent pas\u00a0: ${reasons}.`,
  noSale: {
    refused: (count, written) => `${written} ${plural(count, "commande refusée", "commandes refusées")}`,
    "awaiting payment": (_, written) => `${written} en attente de paiement`,
    pending: (_, written) => `${written} dont la banque n’a pas encore répondu`,
    cancelled: (count, written) => `${written} ${plural(count, "annulée", "annulées")} sans paiement`,
    expired: (count, written) => `${written} ${plural(count, "expirée", "expirées")} faute de paiement`,
    "otherwise unpaid": (count, written) => `${written} ${plural(count, "impayée", "impayées")}`,
    "paid without a time": (count, written) => `${written} ${plural(count, "payée", "payées")} à une date inconnue`,
  },
  testsLeftOut: (count, written) =>
    `${written} ${plural(count, "commande de test est laissée", "commandes de test sont laissées")} de côté ; --test-orders les inclut.`,
  testsIncluded: (count, written) =>
    `${written} ${plural(count, "commande de test est comprise", "commandes de test sont comprises")}.`,
  onlyTests: (count, written) =>
    `Cet export ne contient que des commandes de test\u00a0: ${plural(count, "elle est comprise", `les ${written} sont comprises`)}. Aucun argent réel n’a circulé.`,
  notOrders: (count, written) =>
    `${written} ${plural(count, "élément de l’export n’est pas une commande", "éléments de l’export ne sont pas des commandes")}.`,
  unreadable: (count, written) =>
    `${written} ${plural(count, "mouvement d’argent est illisible et manque", "mouvements d’argent sont illisibles et manquent")} dans ces chiffres.`,
  paidDifferently: (count, written) =>
    `${written} ${plural(count, "commande a été payée", "commandes ont été payées")} d’un autre montant que demandé : c’est le montant reçu qui compte.`,
  paidTwice: (count, written) =>
    `${written} ${plural(count, "commande a été payée", "commandes ont été payées")} deux fois\u00a0: le second paiement est dans l’encaissé.`,
  toReview: (count, written) => `${written} ${plural(count, "commande est", "commandes sont")} à vérifier à la main.`,
  refundsDue: (count, written, money) =>
    `${written} ${plural(count, "remboursement décidé n’est pas encore effectué", "remboursements décidés ne sont pas encore effectués")} (${money}).`,
  notAddedUp: "Les devises ne sont jamais additionnées.",

  empty: "Aucune commande payée pour l’instant.",
  emptyPeriod: "Aucune commande payée dans cette période.",
  emptyHint: "Le rapport se remplira avec la première vente. Bonne journée\u00a0!",
  madeFrom: (where) => `D’après ${where}`,
};

/** In French zero is singular, too. */
const plural = (count: number, one: string, more: string): string => (count < 2 ? one : more);
