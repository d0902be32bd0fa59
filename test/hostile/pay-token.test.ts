import "./quiet.ts";
import crypto from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { answerPayPage, type PayRequest } from "#lambdas/payments/answer-pay-page.ts";
import { payDesk, tokens } from "./web-trials.ts";

const [token, anothers] = tokens;
const desk = payDesk();
const ask = (tampered: string, more: Partial<PayRequest> = {}) =>
  answerPayPage(desk.deps, {
    method: "GET",
    token: tampered,
    look: 0,
    userAgent: "Mozilla/5.0",
    language: "en",
    ...more,
  });

/** Those of these tokens that open, name or move anything, at any of the link's addresses. */
async function leaks(...tampered: readonly string[]): Promise<string[]> {
  const leaking: string[] = [];
  for (const each of tampered) {
    for (const more of [{}, { outcome: "done" }, { outcome: "back" }, { outcome: "done", look: 2 }]) {
      const { statusCode, body, headers } = await ask(each, more);
      const isSilent = statusCode === 404 && !/O-0000|138|pay\.example/.test(body) && headers["location"] === undefined;
      if (!isSilent || desk.opened.length > 0) leaking.push(each);
    }
  }
  return leaking;
}

afterEach(() => {
  desk.opened.length = 0;
  desk.loaded.length = 0;
  vi.restoreAllMocks();
});

describe("a pay token", () => {
  it("opens its own order's page and no other", async () => {
    expect((await ask(token)).headers["location"]).toBe("https://pay.example/O-00001-00001#x");
    expect((await ask(anothers)).headers["location"]).toBe("https://pay.example/O-00002-00002#x");
    expect(desk.opened).toEqual(["O-00001-00001", "O-00002-00002"]);
  });

  it("opens nothing once any of its characters is any other", async () => {
    const signs = "0129AZaz-_.~%/ O\u0000é";
    const tampered = Array.from(token).flatMap((_, at) =>
      Array.from(signs, (sign) => token.slice(0, at) + sign + token.slice(at + 1)),
    );
    expect(await leaks(...tampered.filter((each) => each !== token))).toEqual([]);
  });

  it("opens nothing once any of its bits is flipped", async () => {
    for (let bit = 0; bit < token.length * 8; bit += 1) {
      const bytes = Buffer.from(token, "latin1");
      bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(await leaks(bytes.toString("latin1"))).toEqual([]);
    }
  });

  it("opens nothing when the secret of one order is put to another's number", async () => {
    expect(await leaks(token.slice(0, 14) + anothers.slice(14))).toEqual([]);
    expect(await leaks(anothers.slice(0, 14) + token.slice(14))).toEqual([]);
    expect(await leaks(`O-00003-00003${token.slice(13)}`)).toEqual([]);
  });

  it("opens nothing when it is longer, shorter, doubled or empty", async () => {
    for (let length = 0; length < token.length; length += 1) expect(await leaks(token.slice(0, length))).toEqual([]);
    for (const more of ["A", "=", "==", ".", "\n", "\r\n", " ", "\0", "/", "?", "#", token, "A".repeat(10_000)]) {
      expect(await leaks(token + more)).toEqual([]);
      expect(await leaks(more + token)).toEqual([]);
    }
  });

  it.each([
    ["a Cyrillic O", token.replace("O", "О")],
    ["a hyphen that only looks like one", token.replace("-", "‐")],
    ["full-width digits", token.replaceAll("0", "０")],
    ["a letter that normalises to the right one", token.replace("A", "Ａ")],
    ["a sign of no width within", token.replace("-", "-\u200b")],
    ["a sign that writes from right to left", `\u202e${token}`],
    ["a byte order mark", `\ufeff${token}`],
    ["half a surrogate pair", `${token.slice(0, -1)}\ud800`],
    ["lower case", token.toLowerCase()],
    ["a step up the path", `../pay/${token}`],
    ["an encoded step", `..%2f${token}`],
    ["a twice encoded step", `..%252f${token}`],
    ["an encoded dot", token.replace(".", "%2e")],
    ["a name of every object", "__proto__"],
    ["a wildcard", "*"],
  ])("opens nothing with %s", async (_what, tampered) => {
    expect(await leaks(tampered)).toEqual([]);
  });

  it("is compared in a time that tells nothing", async () => {
    const compare = vi.spyOn(crypto, "timingSafeEqual");
    const { syncBuiltinESMExports } = await import("node:module");
    syncBuiltinESMExports();
    await ask(token.slice(0, -1));
    expect(compare).not.toHaveBeenCalled();
    await ask(`${token.slice(0, -1)}B`);
    expect(compare).toHaveBeenCalledTimes(1);
    const [given, kept] = compare.mock.calls[0] ?? [];
    expect([given?.byteLength, kept?.byteLength]).toEqual([32, 32]);
    vi.restoreAllMocks();
    syncBuiltinESMExports();
  });

  it("that cannot be one costs no look-up", async () => {
    for (const each of ["", "x", token.slice(1), `${token}A`, "../x", "__proto__"]) await ask(each);
    expect(desk.loaded).toEqual([]);
  });
});
