/** Text cut to a length for what stores it. */

/** At most so many UTF-16 units; half of a character, cut or given, becomes U+FFFD: tables and queues take no half. */
export const cut = (text: string, most: number): string => text.slice(0, most).toWellFormed();
