import { describe, expect, it } from "vitest";
import { z } from "zod";
import { WorldFailure } from "#ports/failures.ts";
import { errorFields } from "#runtime/log.ts";
import { SettingsIncomplete } from "#runtime/settings.ts";

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
    [
      "a message of lines that look like calls",
      () => {
        throw new Error("no such place\n    at rue des Lilas (5:1)\nat rue des Lilas");
      },
    ],
    [
      "a code and a name that are none",
      () => {
        throw Object.assign(new Error("x"), { code: "rue des Lilas", name: "rue des Lilas" });
      },
    ],
    ["the engine, of a text used as a thing", () => "x" in ("5 rue des Lilas" as unknown as object)],
    ["the engine, of a name it does not know", () => new Intl.DateTimeFormat("fr", { timeZone: "rue-des-Lilas" })],
    ["fetch, of an address", () => new Headers({ authorization: "Bearer rue\ndes Lilas" })],
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

  it("keeps where it happened, below whatever the message says", () => {
    const { at = [] } = errorFields(new Error("at home\n    at work (home.ts:1:1)"));
    expect(at.length).toBeGreaterThan(0);
    for (const call of at) expect(call).toMatch(/:\d+:\d+\)?$|<anonymous>/);
    expect(at.join()).not.toContain("home");
    const changed = Object.assign(new Error("second"), { stack: "Error: first\n    at home (home.ts:1:1)" });
    expect(errorFields(changed).at).toEqual([]);
  });

  it("names the settings that are missing", () => {
    expect(errorFields(new SettingsIncomplete("ORDERS_TABLE is missing")).message).toBe("ORDERS_TABLE is missing");
  });

  it("is short for something thrown that is no error", () => {
    expect(errorFields("rue des Lilas")).toEqual({ name: "string" });
  });
});
