/** Connects a Page with the shop: the events it sends, its Get Started button, greeting and menu. */
import * as z from "zod";
import { icuWords } from "#adapters/wording/icu-words.ts";
import { payload } from "#core/conversation/buttons.ts";
import type { Shop } from "#core/shop/shop.ts";
import type { PageId } from "#core/values/ids.ts";
import { type Locale, locales } from "#core/values/locale.ts";

export interface PageConnection {
  /** `https://graph.facebook.com`, or what stands in for it. */
  readonly graphUrl: string;
  readonly pageId: PageId;
  /** A Page token with `pages_messaging` and `pages_manage_metadata`. */
  readonly token: string;
}

/** What the conversation listens to; statuses that nobody needs are not even sent. */
const subscribedFields = ["messages", "messaging_postbacks", "messaging_referrals"];

/**
 * Subscribes the Page and sets its profile, twice over with the same result. An Error with Graph's own words when it
 * refuses (https://developers.facebook.com/docs/messenger-platform/reference/messenger-profile-api).
 */
export async function connectPage(connection: PageConnection, shop: Shop): Promise<void> {
  const fields = new URLSearchParams({ subscribed_fields: subscribedFields.join(",") });
  await post(connection, `subscribed_apps?${fields.toString()}`, {});
  await post(connection, "messenger_profile", pageProfile(shop));
}

/** The Messenger profile in both languages, the shop's own as the default. */
function pageProfile(shop: Shop): object {
  const words = icuWords(shop.wording);
  const own = shop.settings.defaultLocale;
  const named: readonly (readonly [string, Locale])[] = [
    ["default", own],
    ...locales
      .filter((locale) => locale !== own)
      .flatMap((locale) => namesOf[locale].map((name) => [name, locale] as const)),
  ];
  return {
    get_started: { payload: payload.start },
    greeting: named.map(([name, locale]) => ({
      locale: name,
      text: words[locale]("welcome.disclosure", { shop: shop.settings.seller.name }).slice(0, 160),
    })),
    persistent_menu: named.map(([name, locale]) => ({
      locale: name,
      composer_input_disabled: false,
      call_to_actions: (
        [
          ["label.browse", payload.browse],
          ["label.cart", payload.cart],
          ["label.orders", payload.orders],
          ["label.person", payload.person],
        ] as const
      ).map(([label, verb]) => ({ type: "postback", title: words[locale](label), payload: verb })),
    })),
  };
}

/** Meta's names of the locales of a language. */
const namesOf: Readonly<Record<Locale, readonly string[]>> = { fr: ["fr_FR", "fr_CA"], en: ["en_US", "en_GB"] };

const refusal = z.object({ error: z.object({ message: z.string() }) });

async function post({ graphUrl, pageId, token }: PageConnection, path: string, body: object): Promise<void> {
  const response = await fetch(`${graphUrl}/v26.0/${pageId}/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  if (response.ok) return;
  const said = refusal.safeParse(await response.json().catch(() => undefined));
  throw new Error(
    `Messenger refused ${path.split("?")[0]}: ${said.data?.error.message ?? `status ${response.status}`}`,
  );
}
