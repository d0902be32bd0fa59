/** The text without the repeats of one character at its end; a regular expression like `/0+$/` is slow on long runs of it. */
export function withoutTrailing(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) end -= 1;
  return text.slice(0, end);
}
