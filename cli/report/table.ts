/** A table of the report: a caption, columns of text or numbers, a row of totals. */
import { html, type Insert, type SafeHtml } from "#core/values/html.ts";

export interface TableColumn {
  readonly label: string;
  readonly kind: "text" | "number";
}

export interface Table {
  readonly caption: string;
  /** The caption is read out only, where a heading beside the table says the same. */
  readonly hasHeading?: boolean;
  readonly columns: readonly TableColumn[];
  /** The first cell names the row. */
  readonly rows: readonly (readonly Insert[])[];
  readonly total?: readonly Insert[] | undefined;
}

/** The table as HTML; the first cell of a row is its heading. */
export function table({ caption, hasHeading = false, columns, rows, total }: Table): SafeHtml {
  const cells = (row: readonly Insert[]): SafeHtml =>
    html`<tr>${row.map((cell, index) =>
      index === 0
        ? html`<th scope="row">${cell}</th>`
        : html`<td class="${columns[index]?.kind ?? "text"}">${cell}</td>`,
    )}</tr>`;
  return html`<table>
<caption${hasHeading ? html` class="heard"` : undefined}>${caption}</caption>
<thead><tr>${columns.map(({ label, kind }) => html`<th scope="col" class="${kind}">${label}</th>`)}</tr></thead>
<tbody>
${rows.map((row) => html`${cells(row)}\n`)}</tbody>${total && html`\n<tfoot>${cells(total)}</tfoot>`}
</table>`;
}

/** A table behind a chart: folded on the screen, open in print. What it is of is told to those who see no heading above. */
export const folded = (summary: string, content: Insert, of = ""): SafeHtml =>
  html`<details><summary>${summary}${of === "" ? undefined : html`<span class="heard"> ${of}</span>`}</summary>${content}</details>`;
