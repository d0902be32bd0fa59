/** A message of the Page, whatever its form: its words, and what its buttons carry. */

export class PageMessage {
  /** Every text, title and label. */
  readonly words: string;
  /** Of postback buttons and quick replies. */
  readonly payloads: readonly string[];
  /** What its buttons open. */
  readonly urls: readonly string[];

  constructor(message: unknown) {
    this.words = found(message, ["text", "title", "subtitle", "order_number"])
      .join("\n")
      .replaceAll(/[\u00a0\u202f]/g, " ");
    this.payloads = found(message, ["payload"]);
    this.urls = found(message, ["url"]);
  }
}

/** Every string under one of these names, wherever it stands. */
function found(value: unknown, names: readonly string[]): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    typeof each === "string" ? (names.includes(name) ? [each] : []) : found(each, names),
  );
}
