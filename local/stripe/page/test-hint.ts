/** The line that says that nothing here is real, and which card to try. */
import { type Html, html } from "./html.ts";
import type { PageWords } from "./wording.ts";

/** The hint, with something to press behind it where there is a form. */
export function testHint(words: PageWords, action: Html | null): Html {
  return html`<p class="hint">${words.hint} <b class="number">4242 4242 4242 4242</b>${words.hintEnd} ${action}</p>`;
}
