/** What the hosted page says, in English and French. */
export type PageLanguage = "en" | "fr";

/** Why a field is not accepted. */
export type FieldError =
  | "required"
  | "email"
  | "card-number"
  | "card-expiry"
  | "card-expired"
  | "card-cvc"
  | "iban"
  | "terms"
  | "country";

const en = {
  back: "Back",
  testMode: "Test",
  pay: "Pay",
  book: "Book",
  donate: "Donate",
  confirm: "Confirm",
  total: "Total",
  subtotal: "Subtotal",
  each: "each",
  delivery: "Delivery",
  free: "Free",
  contact: "Contact",
  email: "E-mail",
  phone: "Phone number",
  address: "Delivery address",
  recipient: "Full name",
  country: "Country",
  line1: "Address",
  line2: "Flat, floor, building (optional)",
  postalCode: "Postcode",
  city: "Town or city",
  payment: "Payment",
  card: "Card",
  cardNumber: "Card number",
  expiry: "Expiry",
  expiryForm: "MM / YY",
  cvc: "Security code",
  holder: "Holder’s name",
  debit: "SEPA debit",
  debitNote: "Your bank confirms in a few minutes; the shop is told then.",
  iban: "IBAN",
  terms: "I agree to the shop's terms of sale.",
  working: "One moment…",
  hint: "Stand-in: no money moves. Try",
  hintEnd: ", any future date, any code.",
  fill: "Fill in for me",
  hintDebit: "Test IBAN:",
  mend: "Please check the fields marked below.",
  challengeTitle: "Your bank asks for your approval",
  challengeText: "Approve the payment to {seller} with your card ending in {last4}.",
  approve: "Approve payment",
  refuse: "Refuse",
  completeTitle: "This payment is done",
  completeText: "There is nothing left to pay here.",
  expiredTitle: "This payment page has expired",
  expiredText: "Nothing was charged. Go back to the shop to begin again.",
  unknownTitle: "This payment page does not exist",
  unknownText: "Please check the link you followed.",
  brokenTitle: "This link is incomplete",
  brokenText: "The part of the address behind # is missing or changed. Open the link from the shop again.",
  toShop: "Back to the shop",
  within: "within",
  fromOn: "from",
  units: {
    hour: ["hour", "hours"],
    day: ["day", "days"],
    business_day: ["working day", "working days"],
    week: ["week", "weeks"],
    month: ["month", "months"],
  } satisfies Record<string, readonly [string, string]>,
  errors: {
    required: "Please fill this in.",
    email: "Please enter a whole e-mail address.",
    "card-number": "This card number is not valid.",
    "card-expiry": "Please enter the expiry date as MM / YY.",
    "card-expired": "This card has expired.",
    "card-cvc": "Please enter the security code of the card.",
    iban: "This IBAN is not valid.",
    terms: "Please agree to the terms to pay.",
    country: "The shop does not deliver to this country.",
  } satisfies Record<FieldError, string>,
  declines: {
    card_declined: "Your card was declined. Please try another card.",
    insufficient_funds: "Your card has insufficient funds. Please try another card.",
    expired_card: "Your card has expired. Please try another card.",
    incorrect_cvc: "The security code of your card is incorrect.",
    processing_error: "Your card could not be processed. Please try again in a moment.",
    test_mode_live_card: "This is not a test card. No real card can be used here.",
    payment_intent_authentication_failure:
      "Your bank did not confirm that it was you. Please try again or use another card.",
  },
};

const fr: typeof en = {
  back: "Retour",
  testMode: "Test",
  pay: "Payer",
  book: "Réserver",
  donate: "Donner",
  confirm: "Confirmer",
  total: "Total",
  subtotal: "Sous-total",
  each: "pièce",
  delivery: "Livraison",
  free: "Offerte",
  contact: "Coordonnées",
  email: "E-mail",
  phone: "Téléphone",
  address: "Adresse de livraison",
  recipient: "Prénom et nom",
  country: "Pays",
  line1: "Adresse",
  line2: "Appartement, étage, bâtiment (facultatif)",
  postalCode: "Code postal",
  city: "Ville",
  payment: "Paiement",
  card: "Carte",
  cardNumber: "Numéro de carte",
  expiry: "Expiration",
  expiryForm: "MM / AA",
  cvc: "Code de sécurité",
  holder: "Nom du titulaire",
  debit: "Prélèvement SEPA",
  debitNote: "Votre banque confirme en quelques minutes ; la boutique en sera informée.",
  iban: "IBAN",
  terms: "J’accepte les conditions de vente de la boutique.",
  working: "Un instant…",
  hint: "Simulation : aucun argent ne circule. Essayez",
  hintEnd: ", une date à venir, un code au choix.",
  fill: "Remplir pour moi",
  hintDebit: "IBAN d’essai :",
  mend: "Merci de vérifier les champs signalés.",
  challengeTitle: "Votre banque demande votre accord",
  challengeText: "Validez le paiement à {seller} avec votre carte se terminant par {last4}.",
  approve: "Valider le paiement",
  refuse: "Refuser",
  completeTitle: "Ce paiement est effectué",
  completeText: "Il n’y a plus rien à payer ici.",
  expiredTitle: "Cette page de paiement a expiré",
  expiredText: "Rien n’a été débité. Retournez à la boutique pour recommencer.",
  unknownTitle: "Cette page de paiement n’existe pas",
  unknownText: "Merci de vérifier le lien suivi.",
  brokenTitle: "Ce lien est incomplet",
  brokenText: "La partie de l’adresse après # manque ou a été modifiée. Rouvrez le lien depuis la boutique.",
  toShop: "Retour à la boutique",
  within: "sous",
  fromOn: "à partir de",
  units: {
    hour: ["heure", "heures"],
    day: ["jour", "jours"],
    business_day: ["jour ouvré", "jours ouvrés"],
    week: ["semaine", "semaines"],
    month: ["mois", "mois"],
  },
  errors: {
    required: "Merci de remplir ce champ.",
    email: "Merci d’indiquer une adresse e-mail complète.",
    "card-number": "Ce numéro de carte n’est pas valide.",
    "card-expiry": "Merci d’indiquer la date sous la forme MM / AA.",
    "card-expired": "Cette carte a expiré.",
    "card-cvc": "Merci d’indiquer le code de sécurité de la carte.",
    iban: "Cet IBAN n’est pas valide.",
    terms: "Merci d’accepter les conditions pour payer.",
    country: "La boutique ne livre pas dans ce pays.",
  },
  declines: {
    card_declined: "Votre carte a été refusée. Essayez une autre carte.",
    insufficient_funds: "Fonds insuffisants sur cette carte. Essayez une autre carte.",
    expired_card: "Votre carte a expiré. Essayez une autre carte.",
    incorrect_cvc: "Le code de sécurité de votre carte est incorrect.",
    processing_error: "Votre carte n’a pas pu être traitée. Réessayez dans un instant.",
    test_mode_live_card: "Ce n’est pas une carte d’essai. Aucune vraie carte ne peut servir ici.",
    payment_intent_authentication_failure:
      "Votre banque n’a pas confirmé qu’il s’agit de vous. Réessayez ou utilisez une autre carte.",
  },
};

export type PageWords = typeof en;

/** The words of a language. */
export const pageWords: Readonly<Record<PageLanguage, PageWords>> = { en, fr };

/** The language for a session's `locale`; `auto` and none follow the browser, others than French read English. */
export function pageLanguage(locale: string | null, acceptLanguage: string): PageLanguage {
  const wanted = locale === null || locale === "auto" ? acceptLanguage : locale;
  return /^\s*fr\b/i.test(wanted) ? "fr" : "en";
}

/** The sentence for a declined payment: by the issuer's reason where there is one, else by the code. */
export function declineSentence(words: PageWords, code: string, declineCode: string | undefined): string {
  const sentences: Readonly<Record<string, string>> = words.declines;
  return sentences[declineCode ?? ""] ?? sentences[code] ?? words.declines.card_declined;
}
