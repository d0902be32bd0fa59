import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, test } from "vitest";
import { type SentenceKey, sentences } from "#core/conversation/wording.ts";
import { locales } from "#core/values/locale.ts";
import { anExampleShop, exampleWords } from "#test/support/example-shop.ts";

const { wording } = anExampleShop();

describe.each(locales)("the wording in %s", (locale) => {
  test("has exactly the sentences that the shop says", () => {
    expect(Object.keys(wording[locale]).sort()).toEqual(Object.keys(sentences).sort());
  });

  test.each(Object.entries(sentences))("says %s with exactly its parameters", (key, parameters) => {
    const used = usedIn(new IntlMessageFormat(wording[locale][key] ?? "", locale).getAst());
    expect([...new Set(used.map(({ name }) => name))].sort()).toEqual(Object.keys(parameters).sort());
    const counted = used.filter((each) => each.isCounted).map(({ name }) => name);
    const numbers = Object.entries(parameters).flatMap(([name, kind]) => (kind === "number" ? [name] : []));
    expect(numbers).toEqual(expect.arrayContaining(counted));
  });

  test("has labels that fit their buttons", () => {
    const labels = Object.keys(sentences).filter((key): key is SentenceKey => key.startsWith("label."));
    const said = labels.map((key) => exampleWords[locale](key as "label.pay", { total: "123 456,78 €" }));
    expect(said.filter((label) => label.length > 20)).toEqual([]);
  });

  test("uses no straight apostrophe, which would quote a parameter behind it", () => {
    expect(Object.values(wording[locale]).filter((sentence) => sentence.includes("'"))).toEqual([]);
  });
});

test("French breaks no line before a double sign or within quotation marks", () => {
  const { fr } = exampleWords;
  expect(fr("search.ask")).toMatch(/^Que cherchez-vous\u00a0\? .*«\u00a0lampe rouge\u00a0»\.$/);
  expect(fr("recapitulation.tax-included", { rate: "20", tax: "6,82" })).toBe("dont TVA 20\u00a0%\u00a0: 6,82");
});

test("English keeps its spaces", () => {
  expect(exampleWords.en("search.ask")).not.toContain("\u00a0");
});

type Elements = ReturnType<IntlMessageFormat["getAst"]>;

/** The parameters in a message; `isCounted`: it chooses between singular and plural (6 in the parser's syntax tree). */
function usedIn(elements: Elements): readonly { readonly name: string; readonly isCounted: boolean }[] {
  return elements.flatMap((element) => {
    const kind: number = element.type;
    const own =
      (kind === 1 || kind === 6) && "value" in element ? [{ name: element.value, isCounted: kind === 6 }] : [];
    const branches = "options" in element ? Object.values(element.options).flatMap((each) => usedIn(each.value)) : [];
    return [...own, ...branches];
  });
}
