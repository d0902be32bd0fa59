/** The languages the shop speaks. */
export const locales = ["fr", "en"] as const;
export type Locale = (typeof locales)[number];
export const isLocale = (text: string): text is Locale => (locales as readonly string[]).includes(text);
