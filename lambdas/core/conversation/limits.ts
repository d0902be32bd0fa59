/** How long a thing may be that a channel shows, and how words are cut or dealt out to fit: never inside a letter. */

/** Messenger's limits, the tightest of the channels in view (facts of the Send API's templates). */
export const limits = {
  /** The Send API takes less than 2,000 characters. */
  text: 1_900,
  buttonText: 640,
  label: 20,
  cardLine: 80,
  cards: 10,
  choices: 13,
  buttons: 3,
  payload: 1_000,
} as const;

/** The text, or as many whole letters of it as fit before an ellipsis; counted in UTF-16 units, the strictest way. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  let kept = "";
  // A letter and its accents, or a family of emoji, may be many units: the slice bounds the work, not the letters.
  for (const { segment } of letters.segment(text.slice(0, most + 64))) {
    if (kept.length + segment.length > most - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

const letters = new Intl.Segmenter();

/** Lines dealt out to as few texts as hold them, none longer than `most`; a line too long by itself is cut. */
export function dealOut(lines: readonly string[], most: number): string[] {
  const texts: string[] = [];
  for (const line of lines.map((each) => shorten(each, most))) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= most) texts[texts.length - 1] = `${last}\n${line}`;
    else texts.push(line);
  }
  return texts;
}
