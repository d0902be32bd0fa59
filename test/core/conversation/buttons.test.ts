import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { payload, payloadVerbs, readPayload } from "#core/conversation/buttons.ts";

test("the page on buttons lists every verb, and no other", () => {
  const page = readFileSync(new URL("../../../docs/buttons.md", import.meta.url), "utf8");
  const listed = [...page.matchAll(/^\| `([^`:]+)/gm)].map((match) => match[1]);
  expect(new Set(listed)).toEqual(new Set(payloadVerbs));
});

test("every payload that the shop makes is one that it understands", () => {
  const made = [
    ...Object.values(payload).filter((each) => typeof each === "string"),
    payload.categories(2),
    payload.category("lamps"),
    payload.category("lamps", 2),
    payload.product("poppy", 2),
    payload.searchPage("lampe rouge", 2),
    payload.add("mist"),
    payload.cartPage(2),
    payload.quantity("mist"),
    payload.quantity("mist", 2),
    payload.remove("mist"),
    payload.deliver("home"),
    payload.order("abc"),
    payload.orderStatus("O-00000-00000"),
    payload.language("en"),
  ];
  expect(made.filter((each) => readPayload(each) === undefined)).toEqual([]);
});

test.each(["__proto__", "constructor", "toString:1", "", ":::", "add:", "product:", "language:de", "quantity:mist:-1"])(
  "%j is no button of the shop",
  (text) => {
    expect(readPayload(text)).toBeUndefined();
  },
);

test("a page may be left out, and the words of a search may hold colons", () => {
  expect(readPayload("browse:lamps")).toEqual({ kind: "browse", category: "lamps", page: 1 });
  expect(readPayload("browse::2")).toEqual({ kind: "browse", page: 2 });
  expect(readPayload("search:2:rouge:24")).toEqual({ kind: "search", words: "rouge:24", page: 2 });
});
