/** Words as they are compared: without accents, capitals or signs. */

/** The words of a text, folded: "Câble d’été n° 3" becomes cable, d, ete, n, 3. */
export const foldWords = (text: string): string[] =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/œ/g, "oe")
    .replace(/æ/g, "ae")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");

/** A word without the endings of a plural, so that "tasses" finds "tasse" and "mugs" finds "mug". */
export const singular = (word: string): string =>
  word.length > 3 ? word.replace(/(?<=[^aeiou])ies$|(?<=eau|eu|ou|al)x$|s$/, "") : word;
