/** A text without a character at its end, however often it stands there; an expression like `/0+$/` is slow on long runs. */
export function withoutTrailing(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) end -= 1;
  return text.slice(0, end);
}
