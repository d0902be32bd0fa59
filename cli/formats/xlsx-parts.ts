/** The parts of an Excel file around its rows (ECMA-376 part 1, chapter 18). */
import { columnLetters, sheetStyles } from "#core/exports/sheet-rows.ts";

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packaged = "http://schemas.openxmlformats.org/package/2006";

/** Up to the first row: the heading and the first column stay in view, each column is wide enough for what it holds. */
export function sheetHead(widths: readonly number[], isFirst: boolean): string {
  const columns = widths
    .map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`)
    .join("");
  const pane = '<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/>';
  return [
    `${xml}<worksheet xmlns="${main}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`,
    `<sheetViews><sheetView${isFirst ? ' tabSelected="1"' : ""} workbookViewId="0">${pane}</sheetView></sheetViews>`,
    '<sheetFormatPr defaultRowHeight="15"/>',
    columns === "" ? "" : `<cols>${columns}</cols>`,
    "<sheetData>",
  ].join("");
}

/**
 * Behind the last row. Ids and postal codes are texts on purpose, so that is no mistake to be marked. On paper there are
 * as few sheets side by side as can be read, with the first column on each of them.
 */
export function sheetTail(widths: readonly number[], rows: number): string {
  const all = `A1:${lastColumn(widths.length)}${rows}`;
  const across = Math.ceil(widths.reduce((sum, width) => sum + width, 1) / readableWidth);
  return [
    `</sheetData><autoFilter ref="${all}"/>`,
    '<pageMargins left="0.5" right="0.5" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>',
    `<pageSetup paperSize="9" orientation="landscape" fitToWidth="${across}" fitToHeight="0"/>`,
    "<headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter>",
    `<ignoredErrors><ignoredError sqref="${all}" numberStoredAsText="1"/></ignoredErrors></worksheet>`,
  ].join("");
}

/** Characters that a landscape A4 sheet takes side by side, at two thirds of their size. */
const readableWidth = 220;

/** All other parts by their names; sheet names are escaped already, and all sheets have the same columns. */
export function workbookParts(
  sheets: readonly { readonly name: string; readonly rows: number }[],
  columns: number,
): readonly (readonly [name: string, text: string])[] {
  return [
    ["xl/workbook.xml", workbook(sheets, columns)],
    ["xl/_rels/workbook.xml.rels", workbookRelations(sheets.length)],
    ["xl/styles.xml", styles()],
    ["_rels/.rels", rootRelations],
    ["[Content_Types].xml", contentTypes(sheets.length)],
  ];
}

/** A sheet has its column A also when nothing stands in it. */
const lastColumn = (columns: number): string => columnLetters(Math.max(0, columns - 1));

function workbook(sheets: readonly { readonly name: string; readonly rows: number }[], columns: number): string {
  const entries = sheets.map(
    ({ name }, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  const names = sheets.map(({ name, rows }, index) => {
    const quoted = `'${name.replaceAll("'", "''")}'`;
    const filter = `<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">${quoted}!$A$1:$${lastColumn(columns)}$${rows}</definedName>`;
    return `${filter}<definedName name="_xlnm.Print_Titles" localSheetId="${index}">${quoted}!$A:$A,${quoted}!$1:$1</definedName>`;
  });
  return `${xml}<workbook xmlns="${main}" xmlns:r="${relations}"><bookViews><workbookView/></bookViews><sheets>${entries.join("")}</sheets><definedNames>${names.join("")}</definedNames></workbook>`;
}

function workbookRelations(sheets: number): string {
  const entries = Array.from(
    { length: sheets },
    (_, index) =>
      `<Relationship Id="rId${index + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  );
  const style = `<Relationship Id="rId${sheets + 1}" Type="${relations}/styles" Target="styles.xml"/>`;
  return `${xml}<Relationships xmlns="${packaged}/relationships">${entries.join("")}${style}</Relationships>`;
}

const rootRelations = `${xml}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

function contentTypes(sheets: number): string {
  const type = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  const entries = Array.from(
    { length: sheets },
    (_, index) => `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${type}.worksheet+xml"/>`,
  );
  return [
    `${xml}<Types xmlns="${packaged}/content-types">`,
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    '<Default Extension="xml" ContentType="application/xml"/>',
    `<Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/>`,
    `<Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/>`,
    `${entries.join("")}</Types>`,
  ].join("");
}

/** Below 164 they are everybody's own: shown as the person's country writes numbers, days and times. */
const formats: Readonly<Record<(typeof sheetStyles)[number], readonly [id: number, code?: string]>> = {
  plain: [0],
  heading: [0],
  numberHeading: [0],
  number: [0],
  time: [22],
  money0: [3],
  money2: [4],
  money3: [165, "#,##0.000"],
  money4: [166, "#,##0.0000"],
};

function styles(): string {
  const own = Object.values(formats).flatMap(([id, code]) =>
    code === undefined ? [] : [`<numFmt numFmtId="${id}" formatCode="${code}"/>`],
  );
  const cells = sheetStyles.map((style) => {
    const bold = style === "heading" || style === "numberHeading" ? ' fontId="1" applyFont="1"' : ' fontId="0"';
    const cell = `<xf numFmtId="${formats[style][0]}"${bold} fillId="0" borderId="0" xfId="0" applyNumberFormat="1"`;
    // Off the edge, so that an amount does not run into the text of the next column.
    return style === "plain" || style === "heading"
      ? `${cell}/>`
      : `${cell} applyAlignment="1"><alignment horizontal="right" indent="1"/></xf>`;
  });
  const font = '<sz val="11"/><name val="Calibri"/><family val="2"/>';
  return [
    `${xml}<styleSheet xmlns="${main}"><numFmts count="${own.length}">${own.join("")}</numFmts>`,
    `<fonts count="2"><font>${font}</font><font><b/>${font}</font></fonts>`,
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>',
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
    `<cellXfs count="${cells.length}">${cells.join("")}</cellXfs>`,
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
  ].join("");
}
