/** Logs and metrics of a whole shop's life, in which everything that fails quotes what it was given: they tell of nobody. */
import { globSync, readFileSync } from "node:fs";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { everyPath, inTable, marks } from "#test/support/every-path.ts";
import { proxies } from "#test/support/proxy.ts";
import { openShop, type ShopUnderTest } from "#test/support/shop-under-test.ts";
import { type Forbidden, findings, forbidden } from "./forbidden.ts";
import { faultOf, logCatalogue } from "./log-catalogue.ts";
import { everythingQuotes, parametersQuote, Refusals } from "./quoting.ts";

const catalogue = logCatalogue();
const refusals = new Refusals();
let shop: ShopUnderTest | undefined;
let lines: readonly string[];
let list: readonly Forbidden[];
const between = proxies({ functions: () => shop?.runner.resources.functions ?? [], onCall: refusals.verdict });

beforeAll(async () => {
  shop = await openShop({ between: between.between });
  await parametersQuote(shop, refusals);
  await everyPath(shop);
  await everythingQuotes(shop, refusals);
  lines = [...shop.lines];
  list = forbidden(await psidsIn(shop), await tokenHashesIn(shop));
});
afterAll(async () => {
  await shop?.stop();
  await between.stop();
});

const psidsIn = async ({ endpoints }: ShopUnderTest): Promise<readonly string[]> => {
  const known = JSON.stringify(await (await fetch(`${endpoints.graph}/shoppers`)).json());
  return known.match(/\d{16}/g) ?? [];
};

async function tokenHashesIn(shop: ShopUnderTest): Promise<readonly string[]> {
  let found: unknown[] = [];
  await inTable(shop, async (tables) => {
    const { Items = [] } = await tables.send(new ScanCommand({ TableName: shop.endpoints.tables.orders }));
    found = Items;
  });
  return z
    .array(z.object({ payTokenHash: z.string() }))
    .parse(found)
    .map(({ payTokenHash }) => payTokenHash);
}

const messages = (): ReadonlySet<string> =>
  new Set(lines.flatMap((line) => /"message":"([^"]+)"/.exec(line)?.[1] ?? []));

describe("what the functions print", () => {
  test("has nothing in it of any shopper, and no secret", () => {
    expect(findings(lines, list)).toEqual([]);
  });

  test("is on the page of the logs, field by field", () => {
    expect(lines.flatMap((line) => faultOf(line, catalogue) ?? [])).toEqual([]);
  });

  test("came from every function that prints, and from what failed", () => {
    const services = new Set(lines.flatMap((line) => /"service":"([^"]+)"/.exec(line)?.[1] ?? []));
    expect([...services].sort()).toEqual(
      [
        "conversation",
        "export-increment",
        "messenger-webhook",
        "pay",
        "payments",
        "publish-orders",
        "stripe-webhook",
      ].map((name) => `production-${name}`),
    );
    expect([...messages()]).toEqual(
      expect.arrayContaining([
        "delivery accepted",
        "delivery not queued",
        "delivery refused",
        "event not queued",
        "event queued",
        "event refused",
        "message done",
        "message parked",
        "message tried again later",
        "speech not delivered",
        "Messenger sends nothing for the Page",
        "an order cannot be read from the index",
        "Stripe refuses to open a payment page",
        "the pay page cannot be answered",
        "the pay page cannot be answered now",
      ]),
    );
  });
});

describe("the search", () => {
  const logged = (extra: Readonly<Record<string, unknown>>): string =>
    JSON.stringify({ level: "INFO", message: "message done", service: "production-pay", ...extra });

  test.each(Object.entries(marks))("finds a shopper's %s in a line", (_what, mark) => {
    expect(findings([logged({ worker: mark })], list)).not.toEqual([]);
  });

  test("finds a part of what was said, page-scoped ids, tokens, links, secrets, signatures and headers", () => {
    const [psid = ""] = list.flatMap(({ what, pattern }) =>
      what === "a page-scoped id" ? (/\d{16}/.exec(pattern.source) ?? []) : [],
    );
    const planted = [
      marks.words.split(" ")[0]?.toUpperCase(),
      `100000000000001:${psid}`,
      "O-0E992-0JTW2.AAAAAAAAAAAAAAAAAAAAAA",
      "https://checkout.stripe.com/c/pay/cs_test_1#fidkdWxOYHw",
      "no access for whsec_local",
      `sha256=${"0".repeat(64)}`,
      "t=1,v1=00",
      "Authorization: x",
    ];
    for (const each of planted)
      expect([each, findings([logged({ worker: each })], list).length]).not.toEqual([each, 0]);
  });

  test("finds fields, lines and metrics that the page does not know", () => {
    expect(faultOf(logged({}), catalogue)).toBeUndefined();
    expect(faultOf(logged({ event: {} }), catalogue)).toBe("it has the field event");
    expect(faultOf(logged({ message: "hello" }), catalogue)).toBe('nothing is known of "hello"');
    expect(faultOf(logged({ message: "message parked", reason: { name: "E", stack: "" } }), catalogue)).toBeDefined();
    expect(faultOf("TypeError: x", catalogue)).toBe("it is not JSON");
    const metric = lines.find((line) => line.includes("CloudWatchMetrics")) ?? "no metric";
    expect(faultOf(metric, catalogue)).toBeUndefined();
    expect(faultOf(metric.replace('["service"]', '["service","psid"]'), catalogue)).toBe(
      "it has the dimensions service,psid",
    );
    expect(faultOf(metric.replace("{", '{"psid":"1",'), catalogue)).toBe("it has the value psid");
  });
});

describe("the page of the logs", () => {
  test("has every line that the code can log, and no other", () => {
    const code = globSync("lambdas/**/*.ts")
      .map((file) => readFileSync(file, "utf8"))
      .join("\n");
    const calls = [...code.matchAll(/\blog\.(?:debug|info|warn|error|critical)\(([^{]*?)[,{]\s/g)];
    const sentences = calls.flatMap(([, argument = ""]) =>
      [...argument.matchAll(/(?:^|[?:] )"([^"]+)"/g)].map(([, text]) => text),
    );
    expect(calls.length).toBeGreaterThan(15);
    expect(new Set(catalogue.keys())).toEqual(new Set(sentences));
  });
});
