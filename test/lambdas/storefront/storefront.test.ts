import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readShopFolder } from "#adapters/shop/read-shop-folder.ts";
import type { Shop } from "#core/shop/shop.ts";
import type { StorefrontAnswer } from "#lambdas/storefront/answer.ts";
import { legalAnswers } from "#lambdas/storefront/answer-legal.ts";
import { prepareShopAsset } from "#lib/shop-asset.ts";

type Handler = (event: APIGatewayProxyEventV2) => Promise<StorefrontAnswer>;

let handler: Handler;
const bundle = mkdtempSync(join(tmpdir(), "storefront-"));

beforeAll(async () => {
  prepareShopAsset("shop", bundle);
  writeFileSync(join(bundle, "pictures", "notes.txt"), "not a picture");
  writeFileSync(join(bundle, "secret.png"), "beside the pictures");
  symlinkSync("/etc/hostname", join(bundle, "pictures", "hostname"));
  vi.stubEnv("LAMBDA_TASK_ROOT", bundle);
  ({ handler } = await import("#lambdas/storefront/storefront.lambda.ts"));
});

afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(bundle, { recursive: true, force: true });
});

interface Asked {
  readonly lang?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const get = (route: string, pathParameters: Record<string, string>, { lang, headers = {} }: Asked = {}) =>
  handler({
    version: "2.0",
    routeKey: `GET ${route}`,
    headers,
    pathParameters,
    ...(lang !== undefined && { queryStringParameters: { lang } }),
  } as unknown as APIGatewayProxyEventV2);

const picture = (file: string, headers?: Record<string, string>): Promise<StorefrontAnswer> =>
  get("/pictures/{file}", { file }, headers ? { headers } : {});
const legal = (text: string, asked?: Asked): Promise<StorefrontAnswer> => get("/legal/{text}", { text }, asked);

describe("a picture", () => {
  test("is sent whole, with its type, and may be kept for a day", async () => {
    const answer = await picture("coquelicot.png");
    expect(answer).toMatchObject({
      statusCode: 200,
      isBase64Encoded: true,
      headers: {
        "content-type": "image/png",
        "cache-control": "public, max-age=86400",
        "x-content-type-options": "nosniff",
      },
    });
    expect(Buffer.from(answer.body, "base64").subarray(1, 4).toString()).toBe("PNG");
  });

  test("is not sent again to who has it", async () => {
    const { headers } = await picture("coquelicot.png");
    const etag = headers["etag"] ?? "";
    expect(etag).toMatch(/^"[\w-]+"$/);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      expect(await picture("coquelicot.png", { "if-none-match": known })).toMatchObject({ statusCode: 304, body: "" });
    }
    expect(await picture("coquelicot.png", { "if-none-match": '"older"' })).toMatchObject({ statusCode: 200 });
    expect((await picture("cloche.png")).headers["etag"]).not.toBe(etag);
  });

  test.each([
    "",
    "unknown.png",
    "../secret.png",
    "../shop.json",
    "..%2Fsecret.png",
    "..\\secret.png",
    "/etc/passwd",
    "coquelicot.png/../../secret.png",
    "coquelicot.png\u0000",
    "notes.txt",
    "hostname",
    ".",
    "constructor",
    "x".repeat(5000),
  ])("is not found as %j, nor is any other file", async (file) => {
    const answer = await picture(file);
    expect(answer.statusCode).toBe(404);
    expect(answer.body).toBe("There is no such picture.\n");
  });
});

describe("a legal text", () => {
  test.each([
    ["terms", "fr", "Conditions générales de vente"],
    ["terms", "en", "Terms of sale"],
    ["withdrawal", "fr", "Rétractation"],
    ["withdrawal", "en", "Withdrawal"],
    ["privacy", "fr", "Vie privée"],
    ["notice", "en", "Legal notice"],
  ])("%s is a page in %s", async (text, lang, title) => {
    const answer = await legal(text, { lang });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(answer.body).toContain(`<html lang="${lang}">`);
    expect(answer.body).toContain(`<title>${title} · Atelier Ombeline</title>`);
    expect(answer.body).toContain(`<h1>${title}</h1>`);
    expect(answer.body).toContain(`href="${text}?lang=${lang === "fr" ? "en" : "fr"}"`);
    expect(answer.body.match(/<h1>/g)).toHaveLength(1);
  });

  test("comes in the language asked for, else the browser's, else the shop's", async () => {
    const language = async (asked: Asked): Promise<string | undefined> =>
      (await legal("terms", asked)).headers["content-language"];
    expect(await language({ lang: "en", headers: { "accept-language": "fr" } })).toBe("en");
    expect(await language({ headers: { "accept-language": "de-DE,en-GB;q=0.9,fr;q=0.8" } })).toBe("en");
    expect(await language({ headers: { "accept-language": "de" } })).toBe("fr");
    expect(await language({ lang: "xx" })).toBe("fr");
    expect(await language({})).toBe("fr");
  });

  test("runs no script and fetches nothing from elsewhere", async () => {
    const answer = await legal("privacy", { lang: "fr" });
    const policy = answer.headers["content-security-policy"] ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("unsafe");
    expect(answer.body).not.toMatch(/<script|<link|<img|\sstyle=|\son\w+=/);
  });

  test("is not sent again to who has it", async () => {
    const { headers } = await legal("terms", { lang: "fr" });
    const known = { headers: { "if-none-match": headers["etag"] ?? "" } };
    expect(await legal("terms", { lang: "fr", ...known })).toMatchObject({ statusCode: 304, body: "" });
    expect(await legal("terms", { lang: "en", ...known })).toMatchObject({ statusCode: 200 });
  });

  test.each(["imprint", "constructor", "__proto__", "<script>alert(1)</script>", ""])(
    "that does not exist (%j) is a page that leads to those that do",
    async (text) => {
      const answer = await legal(text, { lang: "en" });
      expect(answer.statusCode).toBe(404);
      expect(answer.body).not.toContain("<script");
      for (const name of ["terms", "withdrawal", "privacy", "notice"]) {
        expect(answer.body).toContain(`<a href="${name}?lang=en">`);
      }
    },
  );

  test("shows HTML and unsafe links as the text they are", () => {
    const { shop } = readShopFolder("shop");
    const body =
      "# A <b>title</b>\n\n<img src=x onerror=alert(1)>\n\n[here](javascript:alert(1))\n\n[there](https://shop.example)";
    const hostile: Shop = { ...(shop as Shop), legal: { terms: { fr: body, en: body } } };
    const page = legalAnswers(hostile)({ name: "terms", lang: "fr" }).body;
    expect(page).toContain("&lt;img src=x");
    expect(page).toContain("<title>A &lt;b&gt;title&lt;/b&gt; ·");
    expect(page).not.toContain('href="javascript:');
    expect(page).toContain('href="https://shop.example"');
  });
});

test("another route is not found", async () => {
  expect(await get("/orders", {})).toMatchObject({ statusCode: 404 });
});
