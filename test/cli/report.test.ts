import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columnChart, rankChart } from "#cli/report/charts.ts";
import { english } from "#cli/report/english.ts";
import { formatsOf, moneyFormats } from "#cli/report/formats.ts";
import { french } from "#cli/report/french.ts";
import { type ReportFacts, shownLedger } from "#cli/report/report-facts.ts";
import { reportPage } from "#cli/report/report-page.ts";
import { addOrder } from "#core/exports/add-order.ts";
import { addShare } from "#core/exports/bounded-sums.ts";
import { noFigures } from "#core/exports/figures.ts";
import { localClock } from "#core/exports/local-clock.ts";
import { html, SafeHtml } from "#core/values/html.ts";
import { fromIso } from "#core/values/instant.ts";
import { commandLine } from "#test/support/command-line.ts";
import { writeFullExport } from "#test/support/export-folder.ts";
import { itemOf } from "#test/support/items.ts";
import { anOrder } from "#test/support/orders.ts";

describe("the report's words", () => {
  test("are the same in French and English, and none is empty", () => {
    expect(leaves(french).map(([path]) => path)).toEqual(leaves(english).map(([path]) => path));
    for (const [path, word] of [...leaves(french), ...leaves(english)]) {
      const said: unknown = typeof word === "function" ? word(2, "two", "three") : word;
      expect(`${path}: ${String(said)}`).toMatch(/: .*\S/);
    }
  });

  test("know one from many", () => {
    expect([0, 1, 2].map((count) => french.orders(count, String(count)))).toEqual([
      "0 commande",
      "1 commande",
      "2 commandes",
    ]);
    expect([0, 1, 2].map((count) => english.orders(count, String(count)))).toEqual(["0 orders", "1 order", "2 orders"]);
  });
});

describe("the report's figures", () => {
  test("write money to the last cent as the language does, in the currency's own decimals", () => {
    const write = (locale: "fr" | "en", currency: string, amount: number): string =>
      plain(moneyFormats(locale, currency).exact(amount));
    expect(write("fr", "EUR", 123_456)).toBe("1 234,56 €");
    expect(write("en", "EUR", -5)).toBe("-€0.05");
    expect(write("en", "EUR", Number.MAX_SAFE_INTEGER)).toBe("€90,071,992,547,409.91");
    expect(write("en", "JPY", 1_200)).toBe("JP¥1,200");
    expect(write("fr", "KWD", 1_234)).toBe("1,234 KWD");
  });

  test("write days, weeks and months as the language does", () => {
    const fr = formatsOf("fr");
    const en = formatsOf("en");
    expect(plain(fr.days("2026-11-01", "2026-11-22"))).toBe("1er–22 novembre 2026");
    expect(plain(fr.longDay("2026-11-01"))).toBe("dimanche 1er novembre 2026");
    expect(plain(fr.fullDay("2026-11-11"))).toBe("11 novembre 2026");
    expect(plain(fr.week("2026-11-30"))).toBe("49 (30 nov.–6 déc. 2026)");
    expect(plain(en.week("2026-12-28"))).toBe("53 (28 Dec 2026–3 Jan 2027)");
    expect([fr.month("2026-08-01"), en.weekday(0), fr.weekday(6)]).toEqual(["Août 2026", "Monday", "Dimanche"]);
    expect([plain(fr.change(-0.052)), plain(en.change(0.5)), en.change(0)]).toEqual(["−5 %", "+50%", "0%"]);
    expect([plain(fr.rate(5.5)), en.rate(20), en.country("BE"), en.country("?")]).toEqual([
      "5,5 %",
      "20%",
      "Belgium",
      "?",
    ]);
  });
});

describe("the report's HTML", () => {
  test("holds any text as text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const written = html`<p title="${text}">${text}</p>`.markup;
        expect(written.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, "").match(/[<>&"']/g) ?? []).toEqual([
          "<",
          '"',
          '"',
          ">",
          "<",
          ">",
        ]);
      }),
    );
  });

  test("leaves HTML as it is, and nothing of what is absent", () => {
    expect(html`${new SafeHtml("<b>1</b>")}${undefined}${[1, ["a", html`&amp;`]]}`.markup).toBe("<b>1</b>1a&amp;");
  });
});

describe("a chart", () => {
  test("is an SVG without script, style or address, the same each time it is drawn", () => {
    const draw = (): string =>
      columnChart(
        {
          title: "a < b",
          labels: ["<1>", "&2", '"3"'],
          bars: [
            { name: "</svg>", values: [1, 2, 3], color: "sales" },
            { name: "b", values: [-1, 0, 0], color: "refunds" },
          ],
          write: (value) => `<${value}>`,
        },
        { width: 400, height: 200 },
      ).markup;
    const drawn = draw();
    expect(drawn).toBe(draw());
    expect(drawn).not.toMatch(/<style|<script|http|url\(|class=|on\w+=/);
    expect(drawn.match(/<\/svg>/g)).toHaveLength(1);
    expect(drawn).toContain("&lt;1&gt;");
  });

  test("has room for the words under its last bar, however many bars there are", () => {
    for (const width of [360, 920]) {
      for (const count of [1, 3, 12, 31, 64, 92, 106]) {
        const labels = Array.from({ length: count }, () => "sept. 2026");
        const bars = [{ name: "", values: labels.map(() => 1), color: "sales" as const }];
        const drawn = columnChart({ title: "", labels, bars, write: String }, { width, height: 200 }).markup;
        const places = [...drawn.matchAll(/text-anchor="middle"[^>]*translate\(([\d.]+) [^>]*>sept/g)].map(([, x]) =>
          Number(x),
        );
        expect(places.length).toBeGreaterThan(0);
        expect(Math.max(...places) + "sept. 2026".length * 3.5).toBeLessThanOrEqual(width);
      }
    }
  });

  test("of counts has whole numbers beside it", () => {
    const bars = [{ name: "", values: [0, 1, 0], color: "sales" as const }];
    const chart = { title: "", labels: ["a", "b", "c"], bars, write: (value: number) => `=${value}=` };
    const drawn = columnChart({ ...chart, isWhole: true }, { width: 420, height: 220 }).markup;
    expect(drawn.match(/=[\d.]+=/g)).toEqual(["=0=", "=1="]);
  });

  test("of amounts below one unit tells them apart", () => {
    const { axis } = moneyFormats("en", "EUR");
    expect([0, 0.02, 0.5, 1500, 12_000].map(axis)).toEqual(["€0", "€0.02", "€0.5", "€1.5k", "€12k"]);
  });

  test("of names shows as many rows as it has", () => {
    const rows = ["one", "two", "three"].map((label, index) => ({
      label,
      value: 3 - index,
      text: `${3 - index} {x|y}`,
    }));
    const drawn = rankChart({ title: "names", rows })(400).markup;
    for (const { label } of rows) expect(drawn).toContain(`>${label}<`);
    expect(drawn).toContain('viewBox="0 0 400 106"');
  });
});

describe("test orders", () => {
  const reckoning = { clock: localClock("Europe/Paris") };
  const figuresOf = (...modes: readonly boolean[]) => {
    const figures = noFigures();
    for (const livemode of modes) addOrder(figures, itemOf({ ...anOrder(), livemode }), reckoning);
    return figures;
  };

  test("count where they are asked for, or where there are no others", () => {
    const tests = (modes: readonly boolean[], testOrders: boolean): string =>
      shownLedger({ figures: figuresOf(...modes), testOrders }).tests;
    expect([
      tests([true], false),
      tests([true, false], false),
      tests([true, false], true),
      tests([false], false),
    ]).toEqual(["none", "left out", "included", "all there is"]);
    expect(shownLedger({ figures: figuresOf(true, false), testOrders: false }).ledger.seen).toBe(1);
    expect(shownLedger({ figures: figuresOf(true, false), testOrders: true }).ledger.seen).toBe(2);
  });
});

describe("the report's page", () => {
  const morning = fromIso("2026-11-22T07:12:00Z");
  const figures = noFigures();
  const paid = { ...anOrder(), livemode: true, paymentStatus: "paid", paidAt: "2026-11-21T09:10:00Z" };
  addOrder(figures, itemOf(paid), { clock: localClock("Europe/Paris") });
  const facts: ReportFacts = {
    figures,
    locale: "en",
    timeZone: "Europe/Paris",
    end: morning,
    now: morning,
    testOrders: false,
    where: "./exports",
    problems: [],
  };

  test("calls the last full day yesterday only on the day after it", () => {
    expect(reportPage(facts)).toContain("<h3>Yesterday</h3>");
    const later = reportPage({ ...facts, now: fromIso("2026-11-25T07:12:00Z") });
    expect(later).toContain("<h3>Last full day</h3>");
    expect(later).not.toContain("Yesterday");
  });

  test("forbids a browser to run or fetch anything", () => {
    const policy = "default-src 'none'; style-src 'unsafe-inline'";
    expect(reportPage(facts)).toContain(`<meta http-equiv="Content-Security-Policy" content="${policy}">`);
  });

  test("goes without a shop's name where nobody knows it", () => {
    expect(reportPage(facts)).toContain("<title>Orders report</title>");
    expect(reportPage({ ...facts, shopName: "Lampes & Co" })).toContain(
      "<title>Orders report · Lampes &amp; Co</title>",
    );
  });

  test("says how many articles there are beyond those it can tell apart", () => {
    const many = structuredClone(figures);
    const articles = many.live.currencies.get("EUR")?.articles;
    for (let index = 0; index < 20_010; index += 1) {
      const sku = `S${String(index).padStart(5, "0")}`;
      if (articles) addShare(articles, sku, { orders: 1, pieces: 1, amount: 100 });
    }
    const page = reportPage({ ...facts, figures: many });
    expect(page).toContain("Others (more than 20,000 different names");
    expect(page).toContain("19,950 others");
  });

  test("tells what the reading left out", () => {
    expect(reportPage({ ...facts, problems: ["data/x.json.gz is <missing>."] })).toContain(
      "<li>data/x.json.gz is &lt;missing&gt;.</li>",
    );
  });
});

describe("npx comptoir report", () => {
  test("says which word is wrong and how it would be right", async () => {
    const wrong = [
      [[], "Say where the export is"],
      [["a", "b"], "One place at a time"],
      [["a", "--lang", "de"], "Choose one of fr, en"],
      [["a", "--time-zone", "Mars/Base"], "there is no such zone"],
      [["a", "--since", "2026-12-01", "--until", "2026-11-01"], "the first lies behind the second"],
      [["a", "--page", "me"], "a Page's id is a row of digits"],
      [["a", "--sinse", "today"], "Did you mean --since?"],
    ] as const;
    for (const [words, message] of wrong) {
      const { code, err, out } = await commandLine(["report", ...words]);
      expect([code, out]).toEqual([2, ""]);
      expect(err).toContain(message);
    }
  });

  test("counts a fee in the currency that it was kept in, as the accountant's rows do", async () => {
    const folder = await mkdtemp(join(tmpdir(), "comptoir-fees-"));
    const paid = { ...anOrder(), livemode: true, status: "to-ship", paymentStatus: "paid" };
    const order = { ...paid, paidAt: "2026-11-21T09:10:00Z", currency: "JPY", total: 9_000 };
    const items = [{ ...order, paymentFee: 123, paymentFeeCurrency: "EUR" }];
    await writeFullExport(folder, { exportTime: Date.parse("2026-11-22T07:00:00Z"), items });
    const { out } = await commandLine(["report", folder, "--lang", "en", "--out", "-"]);
    const rows = await commandLine(["orders", "read", folder, "--for", "accountant", "--format", "jsonl"]);
    await rm(folder, { recursive: true });
    expect(rows.out).toContain('"amount":-1.23,"netAmount":-1.23,"currency":"EUR"');
    expect(out).toContain("<dt>Payment fees</dt><dd>€1.23</dd>");
    expect(out).not.toContain("JP¥123<");
  });

  test("tells its options", async () => {
    const { code, out } = await commandLine(["report", "--help"]);
    expect(code).toBe(0);
    expect(out).toContain("--lenient");
  });
});

type Leaf = readonly [path: string, word: string | ((...args: readonly unknown[]) => unknown)];

function leaves(words: object, path = ""): readonly Leaf[] {
  return Object.entries(words).flatMap(([name, word]: [string, object | Leaf[1]]): readonly Leaf[] =>
    typeof word === "object" ? leaves(word, `${path}${name}.`) : [[path + name, word]],
  );
}

const plain = (text: string): string => text.replaceAll(/\s+/g, " ").replaceAll(" – ", "–");
