/** HTML as a value: whatever is put into a template is escaped, unless it is HTML already. */

/** Markup that may stand in a page as it is; only `html` and `trustedHtml` make it. */
export class SafeHtml {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }

  toString(): string {
    return this.markup;
  }
}

/** What a template takes: texts are escaped, the items of a list follow each other, `undefined` leaves no trace. */
export type Insert = string | number | SafeHtml | readonly Insert[] | undefined;

/** A template whose inserted texts are escaped, for content and quoted attributes; `SafeHtml` goes in as it is. */
export function html(texts: TemplateStringsArray, ...inserts: readonly Insert[]): SafeHtml {
  return new SafeHtml(texts.map((text, index) => text + insertText(inserts[index])).join(""));
}

/** Markup from a renderer that escapes what it is given. */
export const trustedHtml = (markup: string): SafeHtml => new SafeHtml(markup);

/** The text for HTML content or a quoted attribute; a lone surrogate becomes U+FFFD. */
export const escapeHtml = (text: string): string =>
  text.toWellFormed().replace(/[&<>"']/g, (sign) => entities[sign] ?? "");

function insertText(insert: Insert): string {
  if (insert === undefined) return "";
  if (insert instanceof SafeHtml) return insert.markup;
  if (typeof insert === "string") return escapeHtml(insert);
  if (typeof insert === "number") return String(insert);
  return insert.map(insertText).join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
