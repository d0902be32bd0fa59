/** The shop's legal texts as pages to read, keep and print. */
import { createHash } from "node:crypto";
import MarkdownIt from "markdown-it";
import { htmlPage } from "#adapters/web/page.ts";
import type { Localised } from "#core/catalogue/catalogue.ts";
import type { Shop } from "#core/shop/shop.ts";
import { html, type SafeHtml, trustedHtml } from "#core/values/html.ts";
import { isLocale, type Locale } from "#core/values/locale.ts";
import type { StorefrontAnswer, StorefrontRequest } from "./answer.ts";
import { isKnown } from "./answer-picture.ts";

/** Answers for one shop's texts; an unknown name gets a page that lists those there are. */
export function legalAnswers(shop: Shop): (request: StorefrontRequest) => StorefrontAnswer {
  return (request) => {
    const lang = languageFor(request, shop.settings.defaultLocale);
    const text = Object.hasOwn(shop.legal, request.name) ? shop.legal[request.name] : undefined;
    const page = htmlPage({
      lang,
      title: text ? titleOf(text[lang]) : words[lang].notFound,
      shopName: shop.settings.seller.name,
      body: text ? textBody(text[lang]) : notFoundBody(lang),
      footer: footer(shop, lang, text && request.name),
      statusCode: text ? 200 : 404,
      headers: { "cache-control": "public, max-age=600", vary: "accept-language", "content-language": lang },
    });
    const etag = `"${createHash("sha256").update(page.body).digest("base64url").slice(0, 27)}"`;
    const headers = { ...page.headers, etag };
    return text && isKnown(etag, request.ifNoneMatch) ? { statusCode: 304, headers, body: "" } : { ...page, headers };
  };
}

const words = {
  fr: {
    notFound: "Page introuvable",
    whatThereIs: "Ce texte n'existe pas, ou plus. Voici ceux de la boutique :",
    close: "Fermez cette page pour revenir à la conversation.",
    others: "Textes de la boutique",
    otherLanguage: "Read this page in English",
  },
  en: {
    notFound: "Page not found",
    whatThereIs: "There is no such text, or it is gone. These are the shop's:",
    close: "Close this page to go back to the conversation.",
    others: "The shop's texts",
    otherLanguage: "Lire cette page en français",
  },
} as const;

/** The language asked for, else the first of the browser's that the shop speaks, else the shop's own. */
function languageFor({ lang, acceptLanguage }: StorefrontRequest, fallback: Locale): Locale {
  if (lang !== undefined && isLocale(lang)) return lang;
  const wanted = (acceptLanguage ?? "").split(",").map((part) => part.trim().slice(0, 2).toLowerCase());
  return wanted.find(isLocale) ?? fallback;
}

/** Raw HTML in a text is shown as text, and links of unsafe schemes are not made (markdown-it's own rules). */
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });

const textBody = (text: string): SafeHtml => trustedHtml(markdown.render(text));

/** The first heading, without its signs. */
const titleOf = (text: string): string => (/^#\s+(.+)$/m.exec(text)?.[1] ?? "").replace(/[*_`]/g, "").trim();

const notFoundBody = (lang: Locale): SafeHtml => html`<h1>${words[lang].notFound}</h1>
<p>${words[lang].whatThereIs}</p>`;

function footer(shop: Shop, lang: Locale, current: string | undefined): SafeHtml {
  const other: Locale = lang === "fr" ? "en" : "fr";
  const switchLanguage =
    current === undefined
      ? ""
      : html`<p class="no-print"><a href="${current}?lang=${other}" hreflang="${other}" lang="${other}">${words[lang].otherLanguage}</a></p>`;
  const { seller } = shop.settings;
  return html`<p class="no-print">${words[lang].close}</p>
${switchLanguage}
<nav aria-label="${words[lang].others}"><ul>
${Object.entries(shop.legal).map(([name, text]) => listItem(name, text, lang, current))}
</ul></nav>
<p>${seller.legalName}, ${seller.address}</p>`;
}

const listItem = (name: string, text: Localised, lang: Locale, current: string | undefined): SafeHtml =>
  name === current
    ? html`<li aria-current="page">${titleOf(text[lang])}</li>`
    : html`<li><a href="${name}?lang=${lang}">${titleOf(text[lang])}</a></li>`;
