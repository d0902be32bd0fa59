/** What partners might do to our calls on the wire: without end, too slowly, elsewhere, packed, cut. */
import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sendApi } from "#adapters/messenger/send-api.ts";
import { stripeCheckout } from "#adapters/stripe/checkout.ts";
import { stripeAccess } from "#adapters/stripe/stripe-access.ts";
import { longestAnswer } from "#adapters/web/bounded-fetch.ts";
import type { EffectId } from "#core/values/ids.ts";
import { WorldFailure } from "#ports/failures.ts";
import { anOrder, pageId, psid } from "#test/support/orders.ts";

let server: Server;
let url: string;
let asked: string[];
let answer: (response: ServerResponse) => unknown;
beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.on("error", () => undefined);
    answer(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const tokens = () => Promise.resolve(["token"]);
const callers: readonly (readonly [string, () => Promise<unknown>])[] = [
  [
    "Messenger",
    () =>
      sendApi({ graphUrl: url, tokens, refreshedTokens: tokens, onPageBlocked: () => undefined }).say(
        { pageId, psid },
        { kind: "text", text: "Bonjour" },
        "m_1:1" as EffectId,
      ),
  ],
  [
    "Stripe",
    () =>
      stripeCheckout(stripeAccess({ keys: tokens, refreshedKeys: tokens, apiUrl: url })).refund(
        anOrder({ paymentReference: "pi_1" }),
        { at: "", amount: 1, reason: "" },
        "late",
      ),
  ],
];

/** Would be success, were it whole. */
const success = '{"id":"re_1","recipient_id":"1"}';
const packed = gzipSync(Buffer.alloc(64 * longestAnswer, " "));
const json = { "content-type": "application/json" };

describe.each(callers)("what %s answers", (_partner, call) => {
  it("is understood when it comes in many pieces, packed, and under another name", async () => {
    answer = (response) => {
      response.writeHead(200, { "content-type": "image/png", "content-encoding": "gzip" });
      for (const byte of gzipSync(success)) response.write(Buffer.from([byte]));
      response.end();
    };
    expect(await call()).toBeDefined();
    expect(asked).toHaveLength(1);
  });

  it("is left alone when it goes on for ever", async () => {
    let written = 0;
    answer = (response) => {
      response.writeHead(200, json);
      const goOn = (): void => {
        while (!response.destroyed) {
          written += 65_536;
          if (!response.write(Buffer.alloc(65_536, " "))) return void response.once("drain", goOn);
        }
      };
      goOn();
    };
    await expect(call()).rejects.toThrow(WorldFailure);
    // What was under way in the sockets is written as well; twice, where the call is made again.
    expect(written).toBeLessThan(40 * longestAnswer);
  });

  it("is left alone when a little of it unpacks to very much", async () => {
    answer = (response) => response.writeHead(200, { ...json, "content-encoding": "gzip" }).end(packed);
    const before = process.memoryUsage.rss();
    await expect(call()).rejects.toThrow(WorldFailure);
    expect(process.memoryUsage.rss() - before).toBeLessThan(48 * longestAnswer);
  });

  it.each([301, 302, 303, 307, 308])("leads nowhere else (%i)", async (status) => {
    answer = (response) => response.writeHead(status, { ...json, location: "/elsewhere" }).end(success);
    await expect(call()).rejects.toThrow(WorldFailure);
    expect(asked).not.toContain("/elsewhere");
  });

  it.each([
    ["a page", "<html>Welcome to the hotel's network</html>"],
    ["nothing", ""],
    ["null", "null"],
    ["a list", `[${success}]`],
    ["a text", '"sent"'],
    ["half of itself", success.slice(0, -9)],
    ["another thing than an error", '{"error":7,"id":"re_1"}'],
  ])("counts as unknown when it is %s", async (_what, body) => {
    answer = (response) => response.writeHead(200, json).end(body);
    await expect(call()).rejects.toThrow(WorldFailure);
  });

  it("counts as unknown when it is cut before its announced end", async () => {
    answer = (response) => {
      response.writeHead(200, { ...json, "content-length": 5000 });
      response.write(success, () => response.destroy());
    };
    await expect(call()).rejects.toThrow(WorldFailure);
  });

  it("is no success under another status, whatever it holds", async () => {
    answer = (response) => response.writeHead(404, json).end(success);
    await expect(call()).rejects.toThrow(WorldFailure);
  });

  it.each([
    ["30", 30_000],
    ["0", 0],
    ["", undefined],
    ["-5", undefined],
    ["1e9", undefined],
    ["Wed, 21 Oct 2099 07:28:00 GMT", undefined],
  ])("may ask to wait (%s)", async (given, wait) => {
    answer = (response) =>
      response
        .writeHead(429, { ...json, "retry-after": given })
        .end('{"error":{"code":613,"type":"rate_limit_error"}}');
    await expect(call()).rejects.toMatchObject({ name: "WorldFailure", retryAfter: wait });
  });
});

it("an answer that drips is waited for no longer than a few seconds", { timeout: 40_000 }, async () => {
  const dripping: NodeJS.Timeout[] = [];
  answer = (response) => {
    response.writeHead(200, json).write("{");
    dripping.push(setInterval(() => response.write(" "), 100));
  };
  await Promise.all(callers.map(([, call]) => expect(call()).rejects.toThrow(WorldFailure)));
  for (const each of dripping) clearInterval(each);
  // Messenger's once, Stripe's twice.
  expect(asked).toHaveLength(3);
});

it("a refund that Stripe names in no way is asked for again, under the same key", async () => {
  for (const id of [undefined, null, 7, "", "re 1", "x".repeat(300), {}]) {
    answer = (response) => response.writeHead(200, json).end(JSON.stringify({ id, object: "refund" }));
    await expect(callers[1]?.[1]()).rejects.toThrow(WorldFailure);
  }
});
