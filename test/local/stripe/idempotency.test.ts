import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, sessionParams, startBench } from "./stripe-bench.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

const create = (idempotencyKey: string, changes: object = {}) =>
  bench.stripe.checkout.sessions.create({ ...sessionParams(), ...changes }, { idempotencyKey });

describe("an idempotency key", () => {
  it("gives the first answer again and says so", async () => {
    const first = await create("order-1");
    const second = await create("order-1");
    expect(second.id).toBe(first.id);
    expect(second.lastResponse.headers["idempotent-replayed"]).toBe("true");
    expect(first.lastResponse.headers["idempotent-replayed"]).toBeUndefined();
    expect((await create("order-1b")).id).not.toBe(first.id);
  });

  it("belongs to its parameters and to its address", async () => {
    const { id } = await create("order-2");
    await expect(create("order-2", { locale: "en" })).rejects.toMatchObject({
      type: "StripeIdempotencyError",
      statusCode: 400,
      message:
        "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than 'order-2' if you meant to execute a different request.",
    });
    await expect(bench.stripe.checkout.sessions.expire(id, {}, { idempotencyKey: "order-2" })).rejects.toMatchObject({
      type: "StripeIdempotencyError",
    });
  });

  it("is not used up by a request that was never sound", async () => {
    await expect(create("order-3", { success_url: "no" })).rejects.toMatchObject({ code: "url_invalid" });
    expect((await create("order-3")).status).toBe("open");
  });

  it("keeps a refusal that came in the doing", async () => {
    const { id } = await create("order-4");
    await bench.stripe.checkout.sessions.expire(id);
    const again = () => bench.stripe.checkout.sessions.expire(id, {}, { idempotencyKey: "expire-4" });
    await expect(again()).rejects.toMatchObject({ statusCode: 400 });
    await expect(again()).rejects.toMatchObject({ headers: { "idempotent-replayed": "true" } });
  });

  it("cannot be used twice at the same time", async () => {
    await bench.control("slow", { ms: 300, match: "POST /v1/checkout/sessions" });
    const first = create("order-5");
    await expect
      .poll(() =>
        create("order-5").then(
          () => "answered",
          (error: unknown) => error,
        ),
      )
      .toMatchObject({
        statusCode: 409,
        code: "idempotency_key_in_use",
      });
    expect((await create("order-5b")).status).toBe("open");
    expect((await first).status).toBe("open");
  });

  it("may have 255 characters and no more", async () => {
    expect((await create("k".repeat(255))).status).toBe("open");
    await expect(create("k".repeat(256))).rejects.toMatchObject({ statusCode: 400 });
  });

  it("is forgotten after a day", async () => {
    const own = await startBench();
    const make = () => own.stripe.checkout.sessions.create(sessionParams(), { idempotencyKey: "order-6" });
    const first = await make();
    await own.control("clock", { advanceMs: 23 * 3_600_000 });
    expect((await make()).id).toBe(first.id);
    await own.control("clock", { advanceMs: 3_600_000 });
    expect((await make()).id).not.toBe(first.id);
    await own.stop();
  });
});
