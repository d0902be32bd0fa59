/** What the shop's settings say that results depend on: language, time zone, home country. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readSettingsFile } from "#adapters/shop/read-settings.ts";
import { isLocale, type Locale } from "#core/values/locale.ts";

export interface ShopFacts {
  readonly locale: Locale;
  /** IANA name. */
  readonly timeZone: string;
  /** "FR 20": the tax of most of what is sold; undefined where no settings are at hand. */
  readonly usualTax: string | undefined;
  /** As shoppers know it. */
  readonly name: string | undefined;
}

/** From `$SHOP_DIR/settings.json` or the example shop's; where those cannot be read, from this machine. */
export function shopFacts(env: Readonly<Record<string, string | undefined>>): ShopFacts {
  const folder = env["SHOP_DIR"] ?? fileURLToPath(new URL("../shop", import.meta.url));
  const file = join(folder, "settings.json");
  const read = existsSync(file) ? readSettingsFile(readFileSync(file, "utf8").replace(/^\ufeff/, "")).read : undefined;
  if (read) {
    const { defaultLocale, timeZone, country, seller } = read.settings;
    return { locale: defaultLocale, timeZone, usualTax: `${country} ${read.taxRate}`, name: seller.name };
  }
  const spoken = (env["LC_ALL"] ?? env["LANG"] ?? "en").slice(0, 2);
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return { locale: isLocale(spoken) ? spoken : "en", timeZone, usualTax: undefined, name: undefined };
}
