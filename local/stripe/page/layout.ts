/** The frame of every page: head, look, language. Made for a phone or an overlay of its width, and fine when wide. */
import { Html, html } from "./html.ts";

/** A whole page around its body. */
export function layout(page: { language: string; title: string; body: Html; script?: string }): Html {
  return html`<!doctype html>
<html lang="${page.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${page.title}</title>
<style>${new Html(look)}</style>
</head>
<body>
<main>${page.body}</main>
${page.script === undefined ? null : html`<script>${new Html(page.script)}</script>`}
</body>
</html>`;
}

const look = `
:root { --ink: #1d2433; --soft: #596175; --line: #d9d4c9; --paper: #f7f4ee; --card: #fffdf9; --accent: #14532d;
  --accent-ink: #ffffff; --wrong: #a3262a; --wrong-paper: #fdf0ee; color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 30rem; margin: 0 auto; padding: 0 1rem 2rem; }
header { display: flex; align-items: center; gap: .6rem; padding: .9rem 0; }
header a { color: inherit; display: inline-flex; width: 2.5rem; height: 2.5rem; margin-left: -.6rem; align-items: center; justify-content: center; border-radius: 50%; }
header a:hover { background: rgb(29 36 51 / .07); }
header strong { flex: 1; font-size: 1.02rem; overflow-wrap: anywhere; }
.badge { font-size: .72rem; letter-spacing: .06em; text-transform: uppercase; padding: .15rem .5rem; border: 1px solid #c9a227; color: #6d5200; background: #fdf6dd; border-radius: 1rem; }
h1 { font-size: 2.1rem; line-height: 1.1; margin: .3rem 0 1rem; font-weight: 650; letter-spacing: -.01em; font-variant-numeric: tabular-nums; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
h1.notice { font-size: 1.5rem; margin-top: 2rem; }
h2, legend { font-size: 1rem; font-weight: 650; margin: 0; padding: 0; }
ul.lines { list-style: none; margin: 0; padding: 0; font-size: .95rem; }
ul.lines li { display: flex; gap: 1rem; justify-content: space-between; padding: .35rem 0; }
ul.lines li span:last-child { white-space: nowrap; font-variant-numeric: tabular-nums; }
ul.lines small { display: block; color: var(--soft); }
ul.lines li.sum { border-top: 1px solid var(--line); margin-top: .35rem; padding-top: .6rem; font-weight: 650; }
section.panel, fieldset { background: var(--card); border: 1px solid var(--line); border-radius: .8rem; padding: 1rem; margin: 0 0 1rem; }
fieldset { min-width: 0; }
legend { float: left; width: 100%; margin-bottom: .6rem; }
legend + * { clear: both; }
.field { margin: 0 0 .8rem; }
.field:last-child { margin-bottom: 0; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: .8rem; margin-bottom: .8rem; }
.pair .field { margin: 0; }
.pair:last-child { margin-bottom: 0; }
.means .pair:last-child { margin-bottom: .8rem; }
label { display: block; font-size: .87rem; color: var(--soft); margin-bottom: .25rem; }
input, select { width: 100%; font: inherit; color: inherit; padding: .62rem .75rem; border: 1px solid #a9a598; border-radius: .5rem; background: #fff; min-height: 2.8rem; }
input[readonly] { background: #f1eee7; }
input:focus-visible, select:focus-visible, button:focus-visible, a:focus-visible { outline: 3px solid #3b82c4; outline-offset: 1px; }
[aria-invalid="true"] { border-color: var(--wrong); }
.error { color: var(--wrong); font-size: .87rem; margin: .25rem 0 0; }
.alert { background: var(--wrong-paper); border: 1px solid #e3b5b1; color: var(--wrong); border-radius: .6rem; padding: .75rem .9rem; margin: 0 0 1rem; }
.alert:focus { outline: none; }
.choice { display: flex; align-items: center; gap: .65rem; color: var(--ink); font-size: 1rem; margin: 0; padding: .55rem 0; cursor: pointer; }
.choice input { width: 1.15rem; height: 1.15rem; min-height: 0; flex: none; margin: 0; accent-color: var(--accent); }
.choice span { flex: 1; }
.choice small { display: block; color: var(--soft); }
.means { padding-top: .6rem; }
form:has([name=method][value=sepa_debit]:checked) .means.card, form:not(:has([name=method][value=sepa_debit]:checked)) .means.sepa { display: none; }
form.only-sepa_debit .means.card { display: none; } form.only-sepa_debit .means.sepa { display: block !important; }
button, a.button { display: block; width: 100%; text-align: center; text-decoration: none; font: inherit; font-weight: 650; min-height: 3.2rem; padding: .85rem 1rem; border: 1px solid var(--accent); border-radius: .6rem; background: var(--accent); color: var(--accent-ink); cursor: pointer; }
button:hover, a.button:hover { background: #0e3f22; }
button.plain { background: transparent; color: var(--ink); border-color: #a9a598; margin-top: .7rem; }
button.plain:hover { background: rgb(29 36 51 / .05); }
button[aria-disabled="true"] { opacity: .65; cursor: progress; }
.note, .hint { color: var(--soft); font-size: .87rem; margin: .7rem 0 0; text-align: center; }
.note.left { text-align: left; margin: .3rem 0 .8rem; }
.hint { text-align: left; color: #6d5200; background: #fdf6dd; border: 1px dashed #c9a227; border-radius: .6rem; padding: .65rem .9rem; margin: 0 0 1rem; }
.number { white-space: nowrap; font-variant-numeric: tabular-nums; }
button.link { display: inline; width: auto; min-height: 0; padding: .15rem 0; border: 0; background: none; color: inherit; font-size: inherit; text-decoration: underline; text-underline-offset: .2em; }
button.link:hover { background: none; text-decoration-thickness: 2px; }
@media (min-width: 60rem) {
  main { max-width: 60rem; }
  .columns { display: grid; grid-template-columns: 1fr 1.15fr; gap: 2.5rem; align-items: start; }
  .columns > div:first-child { position: sticky; top: 1rem; }
}
`;
