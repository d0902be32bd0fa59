import { describe, expect, it } from "vitest";
import { z } from "zod";
import { WorldFailure } from "#ports/failures.ts";
import { errorFields } from "#runtime/log.ts";

describe("an error in the log", () => {
  it("keeps our own words, the code and status of the cause, and where it happened", () => {
    const cause = Object.assign(new Error("user ada@example.org is throttled"), {
      name: "ThrottlingException",
      $metadata: { httpStatusCode: 400 },
    });
    const fields = errorFields(new WorldFailure("orders cannot be read", { cause }));
    expect(fields).toMatchObject({
      name: "WorldFailure",
      message: "orders cannot be read",
      cause: { name: "ThrottlingException", status: 400 },
    });
    expect(fields.at?.length).toBeGreaterThan(0);
  });

  it.each([
    ["broken JSON", () => JSON.parse('{"text":"meet me at 5 rue des Lilas') as unknown],
    ["a schema error", () => z.object({ text: z.literal("x") }).parse({ text: "meet me at 5 rue des Lilas" })],
    [
      "a vendor's message",
      () => {
        throw Object.assign(new Error("no such customer: rue des Lilas"), { statusCode: 404 });
      },
    ],
  ])("never quotes what people wrote: %s", (_what, fail) => {
    let thrown: unknown;
    try {
      fail();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(Error);
    expect(JSON.stringify(errorFields(thrown))).not.toContain("Lilas");
  });

  it("is short for something thrown that is no error", () => {
    expect(errorFields("rue des Lilas")).toEqual({ name: "string" });
  });
});
