/** The HTML documents: the chat page with what it must know of the shop, and the page behind "back to the chat". */
import { readFile } from "node:fs/promises";
import { escapeHtml } from "#core/values/html.ts";
import type { Names } from "./names-of.ts";

/** What the browser is told of the shop, as JSON in a meta element; `shop-facts.ts` in the browser reads it. */
export interface PageFacts {
  readonly shopName: string;
  readonly pageId: string;
  /** The payload of the Get Started button. */
  readonly getStarted: string;
  readonly names: Names;
  /** IANA name: the merchant's times are told in it; the browser's own where there is none. */
  readonly timeZone?: string;
  /** Whether its exports can be asked for here. */
  readonly exports: boolean;
  readonly links: readonly { readonly label: string; readonly url: string }[];
}

/** The chat page. */
export async function chatDocument(facts: PageFacts): Promise<string> {
  const template = await readFile(new URL("browser/chat.html", import.meta.url), "utf8");
  return template
    .replaceAll("{{shopName}}", () => escapeHtml(facts.shopName))
    .replace("{{facts}}", () => escapeHtml(JSON.stringify(facts)));
}

/** Closes the in-app browser around it; opened alone it leads to the chat. */
export const backToChatDocument = (shopName: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(shopName)}</title>
<link rel="stylesheet" href="/local/assets/style.css">
<script type="module" src="/local/assets/back-to-chat.js"></script>
<body class="back-to-chat">
<main>
  <h1>${escapeHtml(shopName)}</h1>
  <p><a href="/" lang="fr">Revenir à la conversation</a></p>
  <p><a href="/">Back to the chat</a></p>
</main>
`;
