import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { htmlPage } from "#adapters/web/page.ts";
import { html, trustedHtml } from "#core/values/html.ts";

const page = { lang: "fr", title: "Payer", shopName: "Atelier <Ombeline>", body: html`<h1>Payer</h1>` } as const;

test("a page is whole, in its language, readable on a phone and in the dark", () => {
  const { statusCode, headers, body } = htmlPage(page);
  expect(statusCode).toBe(200);
  expect(headers).toMatchObject({ "cache-control": "no-store", "referrer-policy": "no-referrer" });
  expect(body).toMatch(/^<!doctype html>\n<html lang="fr">/);
  expect(body).toContain("<title>Payer · Atelier &lt;Ombeline&gt;</title>");
  expect(body).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
  expect(body).toContain("prefers-color-scheme:dark");
  expect(body).not.toContain('http-equiv="refresh"');
});

test("its style is the one that its policy allows", () => {
  const { headers, body } = htmlPage(page);
  const style = /<style>([\s\S]*?)<\/style>/.exec(body)?.[1] ?? "";
  const hash = createHash("sha256").update(style).digest("base64");
  expect(headers["content-security-policy"]).toContain(`style-src 'sha256-${hash}'`);
});

test("it can ask to be fetched again, and say what it is about", () => {
  const answer = htmlPage({ ...page, refreshSeconds: 3, statusCode: 410, headers: { "cache-control": "private" } });
  expect(answer).toMatchObject({ statusCode: 410, headers: { "cache-control": "private" } });
  expect(answer.body).toContain('<meta http-equiv="refresh" content="3">');
});

test("inserted texts are escaped, markup and lists of it are not", () => {
  expect(html`<p title="${'"><b>'}">${"a & b's"}${html`<i>${1}</i>`}${[html`<br>`, "<"]}${undefined}</p>`.markup).toBe(
    '<p title="&quot;&gt;&lt;b&gt;">a &amp; b&#39;s<i>1</i><br>&lt;</p>',
  );
  expect(html`${trustedHtml("<hr>")}`.markup).toBe("<hr>");
});

test("no text can open a tag or leave an attribute", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(html`${text}`.markup).not.toMatch(/[<>"']/);
    }),
  );
});
