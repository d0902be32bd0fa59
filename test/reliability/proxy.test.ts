/** The proxy changes nothing that passes it, and knows who calls. */

import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Call, proxies, startProxy } from "#test/support/proxy.ts";
import { openShop, type ShopUnderTest } from "#test/support/shop-under-test.ts";

describe("between the functions and what they call", () => {
  let shop: ShopUnderTest | undefined;
  const calls: Call[] = [];
  const wire = proxies({
    functions: () => shop?.runner.resources.functions ?? [],
    onCall: (call) => {
      calls.push(call);
      return { do: "pass" };
    },
  });
  beforeAll(async () => {
    shop = await openShop({ between: wire.between });
  });
  afterAll(async () => {
    await shop?.stop();
    await wire.stop();
  });

  test("every call is named with its function and its very process, and the runner's own are not counted", async () => {
    const shopper = shop?.shopper();
    await shopper?.says("hello");
    await shopper?.hears("automatic assistant");
    const functions = shop?.runner.resources.functions ?? [];
    const callers = calls.map((call) => functions.find(({ name }) => name === call.function));
    expect(callers.every((each, index) => each?.processIds.includes(calls[index]?.processId ?? 0))).toBe(true);
    const named = calls.map(({ service, operation, about }) => `${service} ${operation} ${about}`.trim());
    expect(named).toContain("sqs SendMessageBatch shopper-input");
    expect(named).toContain("graph POST /v26.0/…/messages text");
    expect(named.join()).not.toContain("ReceiveMessage");
  });
});

describe("bytes", () => {
  let service: Server;
  let target: string;
  const body = Buffer.from([0, 255, 10, 13, 200, 1]);
  beforeAll(async () => {
    service = createServer((_request, response) => {
      response.writeHead(418, ["X-Odd-Case", "a", "x-odd-case", "b"]);
      response.write(body.subarray(0, 3));
      response.end(body.subarray(3));
    });
    service.listen(0, "127.0.0.1");
    await once(service, "listening");
    target = `http://127.0.0.1:${z.object({ port: z.number() }).parse(service.address()).port}`;
  });
  afterAll(() => {
    service.closeAllConnections();
    service.close();
  });

  test("of an answer pass as they are, with its status and headers", async () => {
    const proxy = await startProxy({ service: "graph", target, functions: () => [], onCall: () => ({ do: "pass" }) });
    const response = await fetch(`${proxy.url}/anything`, { method: "POST", body });
    expect(response.status).toBe(418);
    expect(response.headers.get("x-odd-case")).toBe("a, b");
    expect(Buffer.from(await response.arrayBuffer())).toEqual(body);
    expect(proxy.calls).toEqual([]);
    await proxy.stop();
  });
});
