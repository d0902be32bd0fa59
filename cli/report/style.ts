/** How the report looks: dark text on white, one colour for sales and one for refunds, A4 in print. */
export const style = `
:root { color-scheme: only light; --ink: #1d2523; --soft: #5b6663; --line: #dde2df; --sales: #1f6f66; --back: #b05a2c; --shade: #f5f7f6; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 2.25rem 1.5rem 4rem; color: var(--ink); background: #fff;
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
header { border-bottom: 2px solid var(--ink); padding-bottom: 1rem; margin-bottom: 1.75rem; }
h1, h2, h3 { line-height: 1.25; margin: 0; font-weight: 650; }
h1 { font-size: 1.85rem; letter-spacing: -0.015em; }
h2 { font-size: 1.45rem; margin: 2.75rem 0 0; padding-top: 1.25rem; border-top: 2px solid var(--line); }
main > h2:first-child { border-top: 0; margin-top: 0; padding-top: 0; }
h3 { font-size: 1.1rem; }
p { margin: 0.35rem 0 0; }
.shop { font-weight: 600; color: var(--sales); margin: 0 0 0.1rem; }
.soft, .hint, dd .hint { color: var(--soft); }
.hint { font-size: 0.9rem; }
section { margin-top: 2.25rem; }
.glances { display: grid; grid-template-columns: repeat(3, 1fr); gap: 1rem; margin-top: 1.5rem; }
.glance { border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.1rem; }
.glance h3 { font-size: 0.95rem; }
.glance .when { color: var(--soft); font-size: 0.85rem; margin: 0; }
.glance .money { font-size: 1.65rem; font-weight: 650; letter-spacing: -0.02em; line-height: 1.25; margin-top: 0.55rem; white-space: nowrap; }
.glance ul { list-style: none; margin: 0.55rem 0 0; padding: 0.55rem 0 0; border-top: 1px solid var(--line); font-size: 0.875rem; color: var(--soft); }
.glance li { display: grid; grid-template-columns: auto 1fr; column-gap: 0.6rem; align-items: baseline; margin-top: 0.15rem; }
.glance li b { color: var(--ink); font-variant-numeric: tabular-nums; }
.figures { display: grid; grid-template-columns: repeat(3, 1fr); gap: 0; margin: 0.9rem 0 0; border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
.figures.four { grid-template-columns: repeat(4, 1fr); }
.figures div { padding: 0.75rem 1.1rem; border-bottom: 1px solid var(--line); border-right: 1px solid var(--line); margin: 0 -1px -1px 0; }
.figures dt { color: var(--soft); font-size: 0.9rem; }
.figures dd { margin: 0; font-size: 1.3rem; font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
.figures dd.hint { font-size: 0.8rem; font-weight: 400; white-space: normal; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 2.25rem 2.5rem; }
.pair > section { min-width: 0; }
figure { margin: 0.75rem 0 0; }
svg { display: block; width: 100%; height: auto; font-family: inherit; }
.narrow { display: none; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin-top: 0.75rem; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding-bottom: 0.3rem; }
.heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { text-align: left; padding: 0.32rem 0.6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
th:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-weight: 600; color: var(--soft); border-bottom-color: var(--soft); vertical-align: bottom; }
tbody th { font-weight: 400; overflow-wrap: break-word; }
.scroll tbody th { white-space: nowrap; }
.scroll:focus-visible { outline: 2px solid var(--sales); outline-offset: 3px; }
tfoot th, tfoot td { font-weight: 650; border-bottom: 0; border-top: 1px solid var(--ink); }
.number { text-align: right; white-space: nowrap; }
thead .number { white-space: normal; }
details { margin-top: 0.75rem; }
summary { cursor: pointer; color: var(--sales); font-size: 0.95rem; font-weight: 600; padding: 0.2rem 0; }
summary:focus-visible { outline: 2px solid var(--sales); outline-offset: 3px; border-radius: 3px; }
.by-month { display: grid; grid-template-columns: repeat(2, 1fr); gap: 1.25rem 2.5rem; align-items: start; }
.by-month table { font-size: 0.82rem; }
.by-month th, .by-month td { padding-left: 0.3rem; padding-right: 0.3rem; white-space: nowrap; }
.by-month tr > :first-child { padding-left: 0; }
.by-month tr > :last-child { padding-right: 0; }
.counted { background: var(--shade); border-radius: 10px; padding: 1rem 1.2rem; font-size: 0.9rem; margin-top: 1.5rem; }
.counted ul { margin: 0.35rem 0 0; padding-left: 1.1rem; }
.alert { border-left: 4px solid var(--back); padding: 0.6rem 1rem; background: #fdf6f1; margin-top: 1.25rem; }
.empty { text-align: center; padding: 3.5rem 1rem; border: 1px dashed var(--line); border-radius: 10px; margin-top: 1.75rem; }
.empty h2 { border: 0; margin: 0; padding: 0; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 0.75rem; font-size: 0.85rem; color: var(--soft); overflow-wrap: anywhere; }
@media (max-width: 44rem) {
  body { padding: 1.25rem 1rem 3rem; }
  h1 { font-size: 1.5rem; }
  .glances, .pair, .by-month { grid-template-columns: minmax(0, 1fr); }
  .pair { display: block; }
  .by-month { overflow-x: auto; }
  .by-month table { font-size: 0.73rem; }
  .figures, .figures.four { grid-template-columns: 1fr 1fr; }
  .figures dd { font-size: 1.1rem; }
  table { font-size: 0.85rem; }
  th, td { padding-left: 0.35rem; padding-right: 0.35rem; }
  .by-month th, .by-month td { padding-left: 0.15rem; padding-right: 0.15rem; }
  .wide { display: none; }
  .narrow { display: block; }
}
@page { size: A4; margin: 14mm 14mm 15mm; }
@media print {
  html { font-size: 9.5pt; }
  body { max-width: none; padding: 0; }
  header { margin-bottom: 5mm; padding-bottom: 3mm; }
  h2 { margin-top: 8mm; }
  .part + h2 { break-before: page; border-top: 0; margin-top: 0; padding-top: 0; }
  section { margin-top: 5.5mm; }
  .glances { grid-template-columns: repeat(3, 1fr); gap: 4mm; }
  .glance { padding: 3mm; }
  .glance .money { font-size: 1.45rem; }
  .figures { grid-template-columns: repeat(3, 1fr); }
  .figures.four { grid-template-columns: repeat(4, 1fr); }
  .figures div { padding: 2mm 3mm; }
  .figures dd { font-size: 1.2rem; }
  .counted { background: none; border: 1px solid var(--line); padding: 3mm; }
  .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 6mm 8mm; }
  .wide { display: block; }
  .narrow { display: none; }
  .scroll { overflow: visible; }
  table { font-size: 0.85rem; line-height: 1.3; }
  th, td { padding-top: 0.4mm; padding-bottom: 0.4mm; }
  details::details-content { content-visibility: visible; block-size: auto; }
  summary { list-style: none; color: var(--ink); }
  summary::-webkit-details-marker { display: none; }
  .pair summary { display: none; }
  /* The long tables come after everything else. */
  .part { display: flex; flex-direction: column; }
  .days, .weeks, .sellers { display: contents; }
  .days > .together, .weeks > .together, .sellers > .together { margin-top: 5.5mm; }
  .days > details, .weeks > details, .sellers > details { order: 1; margin-top: 7mm; }
  .pair table { line-height: 1.15; }
  .pair th, .pair td { padding-top: 0.28mm; padding-bottom: 0.28mm; }
  .by-month { grid-template-columns: repeat(2, 1fr); gap: 4mm 8mm; }
  .by-month { margin-top: 3mm; }
  .by-month table { font-size: 0.74rem; line-height: 1.2; margin-top: 0; }
  .by-month th, .by-month td { padding-top: 0.2mm; padding-bottom: 0.2mm; }
  h2, h3, summary, caption, .hint { break-after: avoid; }
  .glance, .figures, figure, tr, table, .counted, .together, .pair > section { break-inside: avoid; }
  .sellers > details, .weeks > details { break-inside: avoid; }
  thead { display: table-header-group; }
  tfoot { display: table-row-group; }
}
`;
