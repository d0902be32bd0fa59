/** Text cut to the length that its storage takes. */

/** At most that many UTF-16 units. Half a surrogate pair becomes U+FFFD, because tables and queues refuse it. */
export const cut = (text: string, most: number): string => text.slice(0, most).toWellFormed();
