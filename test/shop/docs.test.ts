import { readFileSync } from "node:fs";
import { Stripe } from "stripe";
import { expect, test } from "vitest";
import { problemsAfter } from "./shop-folder.ts";

const catalogue = readFileSync("docs/catalogue.md", "utf8");
const settings = readFileSync("docs/settings.md", "utf8");

const keysOf = (value: unknown): readonly string[] =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];

test("every setting is explained", () => {
  const example = JSON.parse(readFileSync("shop/settings.json", "utf8")) as Record<string, unknown>;
  const delivery = (example["delivery"] as readonly unknown[])[0];
  const names = [
    ...keysOf(example).filter((key) => key !== "seller"),
    ...keysOf(example["seller"]).map((key) => `seller.${key}`),
    ...keysOf(delivery),
  ];
  expect(names.filter((name) => !settings.includes(`\`${name}\``))).toEqual([]);
});

test("every placeholder of the legal texts is explained", () => {
  const [problem] = problemsAfter({ "legal/terms.fr.md": "{{nothing}}" });
  const names = problem?.mend.replace(/^Use one of: |\.$/g, "").split(", ") ?? [];
  expect(names).toContain("seller.name");
  expect(names.filter((name) => !settings.includes(`\`{{${name}}}\``))).toEqual([]);
});

test("every column of the example's catalogue is explained", () => {
  const columns = readFileSync("shop/catalogue.csv", "utf8").split("\n")[0]?.split(",") ?? [];
  expect(columns.length).toBeGreaterThan(15);
  expect(columns.filter((column) => !catalogue.includes(`\`${column}\``))).toEqual([]);
});

test("the webhook endpoint is made with the version of Stripe's API that the code speaks", () => {
  expect(readFileSync("docs/deploy.md", "utf8")).toContain(`api_version=${Stripe.API_VERSION}`);
});
