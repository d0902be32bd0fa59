import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Bench, sessionParams, startBench } from "./stripe-bench.ts";

let bench: Bench;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "stripe-stand-in-"));
  bench = await startBench({ dataFile: join(folder, "stripe.json") });
});
afterEach(async () => {
  await bench.stop();
  rmSync(folder, { recursive: true });
});

const create = (idempotencyKey?: string) =>
  bench.stripe.checkout.sessions.create(sessionParams(), idempotencyKey === undefined ? {} : { idempotencyKey });

describe("the API goes wrong on order", () => {
  it("fails as often as it was told, and only where it was told", async () => {
    await bench.control("fail", { status: 500, times: 2, match: "POST /v1/checkout/sessions" });
    await expect(create()).rejects.toMatchObject({ statusCode: 500, type: "StripeAPIError" });
    expect((await bench.stripe.events.list()).data).toEqual([]);
    await expect(create()).rejects.toMatchObject({ statusCode: 500 });
    expect((await create()).status).toBe("open");
  });

  it("limits the rate, or fails with the code it was told", async () => {
    await bench.control("fail", { status: 429 });
    await expect(create()).rejects.toMatchObject({ type: "StripeRateLimitError", code: "rate_limit" });
    await bench.control("fail", { status: 400, code: "lock_timeout" });
    await expect(create()).rejects.toMatchObject({ code: "lock_timeout" });
  });

  // The SDK tries once more by itself after a cut connection.
  it.each([
    ["reset-connection", 2],
    ["fail", 1],
  ])("does its work and then loses the answer: %s", async (kind, times) => {
    await bench.control(kind, { when: "after", match: "POST", times });
    await expect(create("order-1")).rejects.toBeInstanceOf(Error);
    const again = await create("order-1");
    expect(again.lastResponse.headers["idempotent-replayed"]).toBe("true");
    expect(await bench.control("sessions")).toHaveLength(1);
  });

  it("loses a request before it does anything", async () => {
    await bench.control("reset-connection", { match: "POST" });
    await create("order-2").catch(() => undefined);
    const made = await create("order-2");
    expect(made.status).toBe("open");
    expect(await bench.control("sessions")).toHaveLength(1);
  });

  it("never answers", async () => {
    await bench.control("hang", { when: "after" });
    const impatient = bench.stripe.checkout.sessions.create(sessionParams(), { idempotencyKey: "k", timeout: 100 });
    await expect(impatient).rejects.toMatchObject({ type: "StripeConnectionError" });
    expect((await create("k")).status).toBe("open");
    expect(await bench.control("sessions")).toHaveLength(1);
  });

  it("answers late", async () => {
    await bench.control("slow", { ms: 150 });
    const started = performance.now();
    await create();
    expect(performance.now() - started).toBeGreaterThan(140);
  });
});

describe("the control routes", () => {
  it("keep a ledger of calls with their keys and answers", async () => {
    await create("order-3");
    await create("order-3");
    await bench.stripe.checkout.sessions.retrieve("cs_none").catch(() => undefined);
    expect((await bench.ledger()).calls).toMatchObject([
      { method: "POST", path: "/v1/checkout/sessions", idempotencyKey: "order-3", status: 200, replayed: false },
      { method: "POST", idempotencyKey: "order-3", status: 200, replayed: true },
      { method: "GET", path: "/v1/checkout/sessions/cs_none", status: 404, errorCode: "resource_missing" },
    ]);
  });

  it("say what is wrong with an order", async () => {
    expect(await bench.control("fail", { times: 0 })).toMatchObject({
      error: expect.stringContaining("times") as string,
    });
    expect(await bench.control("slow", { ms: 1, match: "/v1/events" })).toEqual({ ok: true });
    expect(await bench.control("explode", {})).toMatchObject({
      error: expect.stringContaining("no such control") as string,
    });
    expect(await bench.control("clock", {})).toMatchObject({
      error: expect.stringContaining("advanceMs or at") as string,
    });
    expect(await bench.control("clock", { at: "2026-12-24T18:00:00Z" })).toMatchObject({
      now: "2026-12-24T18:00:00.000Z",
    });
  });

  it("begin anew", async () => {
    await create();
    await bench.control("fail", { times: 5 });
    await bench.control("reset", {});
    expect(await bench.control("sessions")).toEqual([]);
    expect((await create()).status).toBe("open");
    expect((await bench.ledger()).calls).toHaveLength(1);
  });
});

describe("a restart", () => {
  it("forgets nothing that was sold, and delivers what was not delivered", async () => {
    await bench.control("retries", { gapsMs: [60_000] });
    bench.answers.push(...Array.from({ length: 5 }, () => 503));
    const { id } = await create("order-4");
    await bench.control(`sessions/${id}/pay`, {});
    await expect.poll(async () => (await bench.ledger()).deliveries).toHaveLength(5);
    await bench.stop();
    bench = await startBench({ dataFile: join(folder, "stripe.json") });
    expect(await bench.stripe.checkout.sessions.retrieve(id)).toMatchObject({ status: "complete" });
    expect((await create("order-4")).id).toBe(id);
    await expect.poll(() => bench.ofType("checkout.session.completed")).toHaveLength(1);
  });

  it("refuses a file that it did not write, by name", async () => {
    const foreign = join(folder, "foreign.json");
    writeFileSync(foreign, '{"orders":[]}');
    await expect(startBench({ dataFile: foreign })).rejects.toThrow(/foreign\.json is not a data file/);
  });
});
