import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readSettings } from "#runtime/settings.ts";

const schema = z.object({ ORDERS_TABLE: z.string().min(1), MAX_RECEIVE_COUNT: z.coerce.number().int() });

describe("settings", () => {
  it("are the environment as the schema reads it", () => {
    const environment = { ORDERS_TABLE: "orders", MAX_RECEIVE_COUNT: "15", OTHER: "x" };
    expect(readSettings(schema, environment)).toEqual({ ORDERS_TABLE: "orders", MAX_RECEIVE_COUNT: 15 });
  });

  it("name everything that is missing or wrong, but no value", () => {
    const environment = { MAX_RECEIVE_COUNT: "secret-by-mistake" };
    expect(() => readSettings(schema, environment)).toThrow(/ORDERS_TABLE.*MAX_RECEIVE_COUNT/);
    expect(() => readSettings(schema, environment)).not.toThrow(/secret-by-mistake/);
  });
});
