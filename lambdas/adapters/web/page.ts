/** The look of every page of the shop: readable on a phone, in the dark, on paper and by a screen reader, without scripts. */
import { createHash } from "node:crypto";
import { html, type SafeHtml, trustedHtml } from "#core/values/html.ts";
import type { Locale } from "#core/values/locale.ts";

export interface Page {
  readonly lang: Locale;
  readonly title: string;
  readonly shopName: string;
  /** What stands in `main`; its first heading is an `h1`. */
  readonly body: SafeHtml;
  /** The same page in another language, or other small print. */
  readonly footer?: SafeHtml;
  /** Asks the browser for the page again after so many seconds. */
  readonly refreshSeconds?: number;
  /** 200 where it is not given. */
  readonly statusCode?: number;
  /** Further headers; a `cache-control` here takes the place of `no-store`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer of an HTTP API function. */
export interface PageAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A whole page as an HTTP answer: not cached, no referrer, no script, no foreign content. */
export function htmlPage(page: Page): PageAnswer {
  const refresh = page.refreshSeconds;
  const document = html`<!doctype html>
<html lang="${page.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">${
    refresh === undefined
      ? ""
      : html`
<meta http-equiv="refresh" content="${refresh}">`
  }
<title>${page.title} · ${page.shopName}</title>
<style>${trustedHtml(style)}</style>
</head>
<body>
<header><p>${page.shopName}</p></header>
<main>
${page.body}
</main>${
    page.footer
      ? html`
<footer>${page.footer}</footer>`
      : ""
  }
</body>
</html>
`;
  return {
    statusCode: page.statusCode ?? 200,
    headers: { ...pageHeaders, ...page.headers },
    body: document.markup,
  };
}

/**
 * Colours keep a contrast of 7 to 1 for text in both schemes (WCAG 2.2, 1.4.6); buttons are 48 pixels high, as thumbs
 * want them (2.5.8 asks for 24).
 */
const style = `
:root{--paper:#fbf7f1;--ink:#2b2420;--soft:#5a4c43;--line:#e3d8ca;--clay:#8a3b22;--on-clay:#fff;--card:#fff}
@media(prefers-color-scheme:dark){:root{--paper:#1d1916;--ink:#f3ece4;--soft:#cbbeb2;--line:#433a33;--clay:#f0a58a;--on-clay:#2b1108;--card:#28221e}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;overflow-wrap:break-word}
header,main,footer{max-width:42rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:1.25rem;padding-bottom:.75rem;border-bottom:1px solid var(--line)}
header p{margin:0;font:600 1.125rem/1.3 Georgia,"DejaVu Serif",serif;letter-spacing:.02em;color:var(--clay)}
main{padding-top:1.5rem;padding-bottom:2.5rem}
h1,h2,h3{font-family:Georgia,"DejaVu Serif",serif;line-height:1.25;margin:2rem 0 .5rem}
h1{font-size:1.75rem;margin-top:0}
h2{font-size:1.3rem}
h3{font-size:1.1rem}
p,ul,ol,table,blockquote{margin:0 0 1rem}
ul,ol{padding-left:1.4rem}
li{margin-bottom:.35rem}
a{color:var(--clay);text-underline-offset:.15em}
a:focus-visible,button:focus-visible,summary:focus-visible{outline:3px solid var(--clay);outline-offset:3px;border-radius:4px}
.button{display:inline-block;min-height:48px;padding:.7rem 1.4rem;border:0;border-radius:999px;background:var(--clay);color:var(--on-clay);font:600 1.0625rem/1.5 inherit;font-family:inherit;text-align:center;text-decoration:none;cursor:pointer}
.button.second{background:transparent;color:var(--clay);box-shadow:inset 0 0 0 2px var(--clay)}
.card,blockquote{padding:1rem 1.25rem;background:var(--card);border:1px solid var(--line);border-radius:12px}
blockquote>:last-child,.card>:last-child{margin-bottom:0}
.soft{color:var(--soft)}
hr{border:0;border-top:1px solid var(--line);margin:2rem 0}
table{display:block;max-width:100%;overflow-x:auto;border-collapse:collapse}
th,td{padding:.4rem .5rem .4rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
nav ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}
footer{padding-top:1rem;padding-bottom:2rem;border-top:1px solid var(--line);color:var(--soft);font-size:.9375rem}
@media print{:root{--paper:#fff;--ink:#000;--soft:#333;--card:#fff;--clay:#000}body{font-size:11pt}nav,.no-print,.button{display:none}a{text-decoration:none}h1,h2,h3{break-after:avoid}}
`;

const styleHash = createHash("sha256").update(style).digest("base64");

/**
 * Facebook may show our pages in a frame of its own on desktop; `form-action 'self'` allows a page's own buttons, and
 * nothing else is fetched from anywhere but pictures of the shop.
 */
const pageHeaders: Readonly<Record<string, string>> = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "content-security-policy": [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'self' https://www.facebook.com https://www.messenger.com",
  ].join("; "),
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};
