/** The page that packing slips stand on: one slip on each sheet of paper, readable at arm's length. */
import type { Locale } from "#core/values/locale.ts";

const titles = { fr: "Bons de préparation", en: "Packing slips" } as const;
const nothing = { fr: "Rien à expédier.", en: "Nothing to ship." } as const;

/** Before the first slip. */
export const packingHead = (locale: Locale): string => `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${titles[locale]}</title><style>${style}</style></head><body data-nothing="${nothing[locale]}">
`;

/** After the last one. */
export const packingTail = "</body></html>\n";

const style = `
@page { size: A4; margin: 12mm }
* { box-sizing: border-box }
body { margin: 0; background: #e9e9e6; color: #111; overflow-wrap: anywhere; font: 16px/1.35 system-ui, "Segoe UI", Roboto, Arial, sans-serif }
section { background: #fff; max-width: 210mm; min-height: 120mm; margin: 8mm auto; padding: 12mm; box-shadow: 0 1px 6px #0003 }
header { display: flex; justify-content: space-between; gap: 8mm; border-bottom: 3px solid #111; padding-bottom: 3mm }
h1 { font-size: 34px; margin: 0; letter-spacing: .5px; font-variant-numeric: tabular-nums }
.shop { margin: 0; font-size: 18px } .kind { margin: 0; text-align: right }
.where { display: flex; gap: 10mm; margin: 6mm 0 }
address { flex: 1 1 55%; font-style: normal; font-size: 20px; border: 2px solid #111; border-radius: 2mm; padding: 4mm }
address > * { display: block } small { font-size: 13px; color: #444 }
dl { flex: 1 1 45%; margin: 0 } dt { font-size: 13px; color: #444 } dd { margin: 0 0 2mm; font-size: 18px; font-weight: 600 }
table { width: 100%; border-collapse: collapse } thead { display: table-header-group }
th { text-align: left; font-size: 13px; color: #444; font-weight: 600; border-bottom: 1px solid #111; padding: 1mm 2mm }
td { padding: 3mm 2mm; border-bottom: 1px solid #aaa; font-size: 19px; vertical-align: middle }
th:nth-child(2) { text-align: center }
td:nth-child(2) { font-size: 26px; font-weight: 700; text-align: center; width: 18mm }
td:last-child { font: 15px ui-monospace, Consolas, monospace; width: 42mm }
td.many { background: #111; color: #fff; print-color-adjust: exact; -webkit-print-color-adjust: exact }
.order { display: none; margin-left: 4mm } .options { display: block; font-size: 17px } tr { break-inside: avoid }
.tick { display: block; width: 8mm; height: 8mm; border: 2.5px solid #111; border-radius: 1mm } td:first-child { width: 14mm }
.box { border: 1px solid #111; border-radius: 2mm; padding: 3mm; margin: 4mm 0; font-size: 18px; white-space: pre-line }
.careful { border-width: 4px } footer { margin-top: 5mm; font-size: 20px; text-align: right }
@media print {
  body { background: none } section { margin: 0; padding: 0; box-shadow: none; max-width: none; min-height: 0; break-after: page }
  section:last-of-type { break-after: auto } .order { display: inline }
}
body:not(:has(section))::before { content: attr(data-nothing); display: block; padding: 30mm 5mm; font-size: 26px; text-align: center }
@media screen and (max-width: 600px) {
  .where, header { flex-direction: column; gap: 4mm } .kind { text-align: left } section { padding: 5mm }
  tr { display: grid; grid-template-columns: 13mm 15mm 1fr; border-bottom: 1px solid #aaa } th, td { border: 0 }
  td:first-child, td:nth-child(2) { display: grid; place-items: center start; grid-row: span 2; width: auto }
  td:nth-child(2) { place-items: center } td:last-child { grid-column: 3; width: auto; padding-top: 0 } th:last-child { display: none }
}
`;
