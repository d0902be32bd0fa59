/** The page's own words in French and English; the shop's words come from the shop. */

const english = {
  onThisMachine: "on this machine",
  tabChat: "Chat",
  tabShop: "Shop",
  newShopper: "New shopper",
  newShopperHint: "Begin again as someone the shop has never met",
  secondShopper: "Second shopper",
  secondShopperHint: "Open another shopper in a new tab, to buy at the same time",
  languages: "Language of this page",
  assistant: "Automatic assistant",
  chatRegion: "Conversation",
  conversationLog: "Messages",
  you: "You",
  shop: "Shop",
  typing: "The shop is typing",
  quickReplies: "Suggested answers",
  newMessages: "New messages",
  getStarted: "Get Started",
  welcome: "Ask a question, browse the shop and order here, in the conversation.",
  write: "Message",
  send: "Send",
  more: "Send something else",
  image: "Photo",
  sticker: "Sticker",
  "thumbs-up": "Thumbs-up",
  location: "Location",
  audio: "Voice message",
  video: "Video",
  file: "File",
  link: "Link",
  cards: "Cards",
  previousCards: "Previous cards",
  nextCards: "Next cards",
  opensPage: "opens a page",
  notDrawn: "This message cannot be shown here",
  receipt: "Receipt",
  orderNumber: "Order",
  orderedOn: "Date",
  paidWith: "Paid with",
  shipTo: "Delivery address",
  subtotal: "Subtotal",
  shipping: "Delivery",
  tax: "VAT",
  taxWithin: "of which VAT",
  total: "Total",
  close: "Close and return to the chat",
  openInTab: "Open in a tab",
  cannotFrame: "This page cannot be shown inside the chat.",
  cannotReach: "This page does not answer.",
  notAnAddress: "This is not the address of a web page.",
  reconnecting: "Reconnecting…",
  noAnswer: "The local shop does not answer. Is npm start still running?",
  messengerSilent: "the Messenger stand-in does not answer. Is npm start still running?",
  notSent: "Not sent",
  colon: ":",
  yesterday: "Yesterday",
  orders: "Orders",
  stock: "Stock",
  noOrders: "No order yet",
  noOrdersHint: "The first one appears here by itself as soon as you tap “Order and pay” in the chat.",
  noStock: "Nothing is counted yet",
  noStockHint: "A product is listed here from the first time somebody orders it.",
  tablesTrouble: "Orders and stock cannot be read now",
  article: "Product",
  available: "To sell",
  reserved: "Reserved",
  free: "free",
  review: "Needs a look",
  nobodyYet: "Name and address arrive with the payment",
  tryTitle: "What to try",
  tryCards: "Cards on the payment page (any future date, any code)",
  cardGood: "is accepted",
  cardDeclined: "is declined",
  cardSecure: "asks for a confirmation (3-D Secure)",
  tryWords: "Things to say",
  copied: "Copied",
  copy: "Copy",
  behind: "Behind the scenes",
};

export type Label = keyof typeof english;

const french: Record<Label, string> = {
  onThisMachine: "sur cet ordinateur",
  tabChat: "Discussion",
  tabShop: "Boutique",
  newShopper: "Nouveau client",
  newShopperHint: "Recommencer comme quelqu’un que la boutique n’a jamais vu",
  secondShopper: "Deuxième client",
  secondShopperHint: "Ouvrir un autre client dans un nouvel onglet, pour acheter en même temps",
  languages: "Langue de cette page",
  assistant: "Assistant automatique",
  chatRegion: "Conversation",
  conversationLog: "Messages",
  you: "Vous",
  shop: "Boutique",
  typing: "La boutique écrit",
  quickReplies: "Réponses proposées",
  newMessages: "Nouveaux messages",
  getStarted: "Démarrer",
  welcome: "Posez une question, regardez la boutique et commandez ici, dans la conversation.",
  write: "Message",
  send: "Envoyer",
  more: "Envoyer autre chose",
  image: "Photo",
  sticker: "Autocollant",
  "thumbs-up": "Pouce levé",
  location: "Position",
  audio: "Message vocal",
  video: "Vidéo",
  file: "Fichier",
  link: "Lien",
  cards: "Fiches",
  previousCards: "Fiches précédentes",
  nextCards: "Fiches suivantes",
  opensPage: "ouvre une page",
  notDrawn: "Ce message ne peut pas être affiché ici",
  receipt: "Reçu",
  orderNumber: "Commande",
  orderedOn: "Date",
  paidWith: "Réglé par",
  shipTo: "Adresse de livraison",
  subtotal: "Sous-total",
  shipping: "Livraison",
  tax: "TVA",
  taxWithin: "dont TVA",
  total: "Total",
  close: "Fermer et revenir à la conversation",
  openInTab: "Ouvrir dans un onglet",
  cannotFrame: "Cette page ne peut pas s’afficher dans la conversation.",
  cannotReach: "Cette page ne répond pas.",
  notAnAddress: "Ce n’est pas l’adresse d’une page web.",
  reconnecting: "Reconnexion…",
  noAnswer: "La boutique locale ne répond pas. npm start tourne-t-il encore ?",
  messengerSilent: "le Messenger local ne répond pas. npm start tourne-t-il encore ?",
  notSent: "Non envoyé",
  colon: "\u00a0:",
  yesterday: "Hier",
  orders: "Commandes",
  stock: "Stock",
  noOrders: "Pas encore de commande",
  noOrdersHint: "La première arrive ici toute seule dès que vous touchez « Commander et payer » dans la discussion.",
  noStock: "Rien n’est encore compté",
  noStockHint: "Un produit est listé ici dès que quelqu’un le commande.",
  tablesTrouble: "Impossible de lire les commandes et le stock pour l’instant",
  article: "Produit",
  available: "À vendre",
  reserved: "Réservé",
  free: "offerte",
  review: "À vérifier",
  nobodyYet: "Le nom et l’adresse arrivent avec le paiement",
  tryTitle: "À essayer",
  tryCards: "Cartes sur la page de paiement (date à venir et code au choix)",
  cardGood: "est acceptée",
  cardDeclined: "est refusée",
  cardSecure: "demande une confirmation (3-D Secure)",
  tryWords: "À dire",
  copied: "Copié",
  copy: "Copier",
  behind: "En coulisses",
};

export type Language = "fr" | "en";
const store = "comptoir.language";

/** The language of the page's own words: chosen with the switch, or the browser's. */
export const language: Language = chosen() ?? (navigator.language.toLowerCase().startsWith("fr") ? "fr" : "en");

function chosen(): Language | undefined {
  const kept = localStorage.getItem(store);
  return kept === "fr" || kept === "en" ? kept : undefined;
}

/** Keeps the choice and draws the page anew. */
export function chooseLanguage(next: Language): void {
  localStorage.setItem(store, next);
  location.reload();
}

/** A word of the page in its language. */
export const label = (name: Label): string => (language === "fr" ? french : english)[name];

const isLabel = (name: string): name is Label => name in english;

/** Writes the labels into the elements of the page that ask for one with `data-label`. */
export function writeLabels(): void {
  document.documentElement.lang = language;
  for (const place of document.querySelectorAll<HTMLElement>("[data-label]")) {
    const name = place.dataset["label"] ?? "";
    if (isLabel(name)) place.textContent = label(name);
  }
}
