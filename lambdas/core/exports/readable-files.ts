/** Where the files that people read lie in the bucket, so that a policy can part those with personal data from the others. */

/** Prefixes, each with a `/` at its end. */
export const readable = {
  withPersonalData: "readable/with-personal-data/",
  withoutPersonalData: "readable/without-personal-data/",
} as const;

export interface ReadableFile {
  readonly personalData: boolean;
  /** The Page's id, or `no-page` for items that name none. */
  readonly page: string;
  /** Orders that were paid for with test money lie apart, so that no sum holds them. */
  readonly test: boolean;
  /** The day whose orders these are: `2026-11-21`; or the shop's minute at which these were all: `2026-11-22-0613`. */
  readonly of: string;
  /** Every order there is, and not only those of a day. */
  readonly all: boolean;
  readonly format: "csv" | "parquet";
}

/** `readable/without-personal-data/100000000000001/2026/11/orders-2026-11-21.csv` */
export function keyOf({ personalData, page, test, of, all, format }: ReadableFile): string {
  const prefix = personalData ? readable.withPersonalData : readable.withoutPersonalData;
  const folder = all ? "all" : of.slice(0, 7).replace("-", "/");
  return `${prefix}${page}/${folder}/${test ? "test-orders" : "orders"}-${of}.${format}`;
}

/** The Page of an item as part of a key. */
export const pageOf = (pageId: unknown): string =>
  typeof pageId === "string" && /^\d{1,32}$/.test(pageId) ? pageId : "no-page";
