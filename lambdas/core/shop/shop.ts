/** The shop as its team edits it in `shop/`: settings, catalogue and words, loaded together and never half. */
import type { Catalogue, Localised } from "../catalogue/catalogue.ts";
import type { IncrementFrequency } from "../exports/windows.ts";
import type { Locale } from "../values/locale.ts";
import type { Currency } from "../values/money.ts";

export interface Shop {
  readonly settings: ShopSettings;
  readonly catalogue: Catalogue;
  /** ICU messages by key, one set per language (`shop/wording/fr.json`, `en.json`). */
  readonly wording: Readonly<Record<Locale, Readonly<Record<string, string>>>>;
  /** Legal texts as Markdown: `terms`, `withdrawal`, `privacy`, `notice`. */
  readonly legal: Readonly<Record<string, Localised>>;
}

export interface ShopSettings {
  /** The Pages this shop answers, by id. */
  readonly pages: readonly string[];
  readonly seller: Seller;
  /** ISO 3166 alpha-2: whose law the shop sells under. */
  readonly country: string;
  readonly currency: Currency;
  readonly pricesIncludeTax: boolean;
  readonly defaultLocale: Locale;
  /** IANA name: dates and times are told in it. */
  readonly timeZone: string;
  readonly delivery: readonly DeliveryMethod[];
  /** "Carte bancaire, PayPal": told when ordering starts. */
  readonly paymentMethods: Localised;
  readonly withdrawalDays: number;
  readonly guaranteeYears: number;
  /** Which edition of the terms a new order is made under. */
  readonly termsVersion: string;
  /** Most pieces of one SKU in a cart. */
  readonly maxQuantity: number;
  readonly exports: ExportSettings;
}

export const fullExportFrequencies = ["weekly", "monthly", "off"] as const;

/** How often the orders are exported, and for how long the files are kept. */
export interface ExportSettings {
  /** Exports of changed orders; each costs at least a tenth of a cent. */
  readonly increments: IncrementFrequency | "off";
  /** Exports of every order, in addition to the first one, which increments build on. */
  readonly full: (typeof fullExportFrequencies)[number];
  /** Days for which raw exports and files with personal data are kept. */
  readonly keepDays: number;
}

export interface Seller {
  /** As shoppers know it. */
  readonly name: string;
  readonly legalName: string;
  readonly address: string;
  readonly email: string;
  readonly phone: string;
  /** Company register number, as the law of the country wants it. */
  readonly registration: string;
  /** "TVA intracommunautaire FR12…" or "TVA non applicable, art. 293 B du CGI". */
  readonly vat: Localised;
  /** Who answers in person, and when. */
  readonly person: { readonly name: string; readonly hours: Localised };
  readonly mediator: Localised;
}

export interface DeliveryMethod {
  /** `[a-z0-9-]`: part of button payloads. */
  readonly id: string;
  readonly title: Localised;
  /** Minor units. */
  readonly price: number;
  /** Goods worth at least this (minor units) travel free. */
  readonly freeFrom?: number;
  /** ISO 3166 alpha-2. */
  readonly countries: readonly string[];
  /** Days from the order to the door, at least and at most. */
  readonly days: { readonly least: number; readonly most: number };
}
