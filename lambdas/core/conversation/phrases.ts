/** The words by which shoppers ask for things, folded (no accents, no capitals), in both languages. */
import type { Locale } from "../values/locale.ts";
import type { Intent } from "./intent.ts";

interface Phrase {
  readonly words: RegExp;
  readonly intent: Intent;
}

/** Asked for so plainly that no product is meant; the first that matches counts. */
export const plainPhrases: readonly Phrase[] = [
  {
    words: /^(in |speak |switch to |en |parlez? )?(english|anglais)( please| svp| s il (vous|te) plait)?$/,
    intent: language("en"),
  },
  {
    words: /^(in |speak |switch to |en |parlez? )?(french|francais|francaise)( please| svp| s il (vous|te) plait)?$/,
    intent: language("fr"),
  },
  { words: /\b(do you speak|can (we|you) speak|parlez vous) (english|anglais)\b/, intent: language("en") },
  { words: /\b(do you speak|can (we|you) speak|parlez vous) (french|francais)\b/, intent: language("fr") },
  {
    words:
      /\b(humains?|human|quelqu un|une (vraie )?personne|conseill\w+|someone|somebody|(a|real) person|representative|customer service|service client|(talk|speak) (to|with)|parler (a|avec)|telephone\w*|phone|e ?mail|contact\w*|joindre)\b/,
    intent: { kind: "person" },
  },
  {
    words: /\b(annul\w+|cancel\w*|(modifier|changer) (ma|la|cette) commande|(change|modify) (my|the|this) order)\b/,
    intent: { kind: "change" },
  },
  { words: /\b(payer|paiement|regler|pay|payment|paying)\b/, intent: { kind: "pay" } },
  {
    words:
      /\b((mes|ma|la) commandes?|my orders?|order status|suivi|suivre|track\w*|colis|parcel|package|where is|where s|ou en (est|sont)|(rien|pas|not|never) (recu|received))\b/,
    intent: { kind: "orders" },
  },
];

/** Asked for unless the same words name a product; the first that matches counts. */
export const loosePhrases: readonly Phrase[] = [
  {
    words: /\b(commander|je commande|passer commande|order|buy|acheter|check ?out|finaliser|valider)\b/,
    intent: { kind: "checkout" },
  },
  { words: /\b(livr\w+|deliver\w*|shipping|ship|expedi\w+|frais de port)\b/, intent: { kind: "checkout" } },
  { words: /\b(panier|cart|basket)\b/, intent: { kind: "cart", page: 1 } },
  {
    words: /\b(aide|aidez|help|comment ca (marche|fonctionne)|how does (it|this) work|menu|what can you do)\b/,
    intent: { kind: "help" },
  },
  {
    words:
      /\b(catalogue|catalog|boutique|magasin|shop|store|produits?|products?|articles?|items?|browse|categories?|rayons?|collections?|tout voir|show me everything|vendez|(you|do you) sell|you have|avez vous|vous avez)\b/,
    intent: { kind: "browse", page: 1 },
  },
  {
    words: /^(chercher|recherche|rechercher|search|find|looking for|je cherche)$/,
    intent: { kind: "search", words: "", page: 1 },
  },
];

export const greeting =
  /^(re)?(bonjour|bonsoir|salut|coucou|hello|hi|hey|hiya|hola|allo|good (morning|evening|afternoon)|start|demarrer|commencer|get started)\b/;
export const thanks =
  /\b(merci|thanks|thank you|thx|super|parfait|perfect|great|ok|okay|d accord|cool|genial|top|bonne (journee|soiree)|bye|goodbye|au revoir)\b/;

/** Words that name nothing in a shop: left out of a search. */
export const fillers: ReadonlySet<string> = new Set(
  (
    "a an the of to for with and or in on at by from my your me i you we it is are do does have has any some this that " +
    "want would like looking look search find show see please need buy add put cart order get give can could what which " +
    "how much many hello hi hey thanks not too very more less one two " +
    "le la les un une des de du d l au aux et ou a en dans sur pour par avec sans mon ma mes ton ta tes votre vos je j tu " +
    "vous nous il elle on ce cet cette ces c est sont ai as avez avons suis qu que qui quoi quel quelle quels quelles " +
    "cherche chercher recherche voudrais voudrait veux voulez vois voir montre montrez montrer ajoute ajouter ajoutez mets " +
    "mettre panier commander acheter achete prendre prends bonjour bonsoir salut merci svp s plait te si pas trop plus " +
    "moins tres bien chere cher pas combien y m n ne"
  ).split(" "),
);

const tellTale: Readonly<Record<Locale, ReadonlySet<string>>> = {
  fr: new Set(
    (
      "bonjour bonsoir salut coucou je tu vous nous le la les un une des du et est sont pour avec dans mon ma mes votre vos " +
      "merci oui non svp cherche voudrais veux voulez commande commandes panier livraison quoi combien ca que qui avez " +
      "avoir quel quelle bonne cadeau pas plus aide boutique demarrer commencer rouge bleu bleue vert verte acheter payer"
    ).split(" "),
  ),
  en: new Set(
    (
      "hello hi hey the i you we is are do does have has want would like for with my your please thanks thank yes cart " +
      "order orders delivery shipping what how where which and show looking need good morning evening afternoon get started " +
      "start help shop browse buy red blue green gift any some not of to in"
    ).split(" "),
  ),
};

/** How much clearer the words speak for French (positive) or English (negative). */
export const frenchRatherThanEnglish = (words: readonly string[]): number =>
  words.filter((word) => tellTale.fr.has(word)).length - words.filter((word) => tellTale.en.has(word)).length;

function language(locale: Locale): Intent {
  return { kind: "language", locale };
}
