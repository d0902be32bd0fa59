import { describe, expect, it } from "vitest";
import { column, type View, viewOf } from "#core/exports/column.ts";
import { localClock } from "#core/exports/local-clock.ts";
import { sheetWriter } from "#core/exports/sheet-rows.ts";
import { itemOf } from "#test/support/items.ts";

const view: View = viewOf(
  {
    columns: [
      column("at", ["Date", "Date"], (row) => row.get("at"), { kind: "time" }),
      column("text", ["Texte", "Text"], (row) => row.get("text")),
    ],
    rowsOf: (item) => [item],
    currencyOf: () => "EUR",
    timeOf: () => undefined,
  },
  ["at", "text"],
);

describe("a row of a sheet", () => {
  it("has each minute as the nearest number to it: spreadsheets that cut off the seconds would show the one before", () => {
    const { row } = sheetWriter(view, "en", localClock("UTC"));
    const days = Date.UTC(2026, 10, 22) / 86_400_000 + 25_569;
    for (let minute = 0; minute < 1440; minute += 1) {
      const at = new Date(Date.UTC(2026, 10, 22, 0, minute)).toISOString();
      expect(numberIn(row(itemOf({ at })))).toBe((days * 1440 + minute) / 1440);
    }
  });

  it("has a time of no calendar, or before spreadsheets agree about the days, as the text that it was", () => {
    const { row } = sheetWriter(view, "fr", localClock("Europe/Paris"));
    for (const at of ["nonsense", "1900-02-28T12:00:00.000Z", "9999-12-31T23:30:00.000Z"])
      expect(row(itemOf({ at }))).toContain(`>${at}</t>`);
    expect(numberIn(row(itemOf({ at: "9999-12-31T22:59:59.000Z" })))).toBeGreaterThan(2_958_465.999);
    expect(numberIn(row(itemOf({ at: "1900-03-01T12:00:00.000Z" })))).toBeGreaterThan(61.5);
  });

  it("writes what XML cannot hold as Excel does, and the rest as it is", () => {
    const { row } = sheetWriter(view, "en", localClock("UTC"));
    const told = row(itemOf({ text: "\u0000\u001f\r\u0085\u007f\u2028\ufffe" }));
    expect(/preserve">(.*)<\/t>/s.exec(told)?.[1]).toBe("_x0000__x001F__x000D_\u0085\u007f\u2028_xFFFE_");
  });
});

const numberIn = (xml: string): number => Number(/<v>(.*?)<\/v>/.exec(xml)?.[1]);
