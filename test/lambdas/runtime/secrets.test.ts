import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { WorldFailure } from "#ports/failures.ts";
import { refreshSecret, secret } from "#runtime/secrets.ts";
import { type RecordedAws, recordAws } from "./recorded-aws.ts";

let aws: RecordedAws;
let value: string;
beforeAll(async () => {
  aws = await recordAws();
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterAll(async () => {
  vi.useRealTimers();
  await aws.stop();
});
beforeEach(() => {
  aws.calls.length = 0;
  aws.answer = ({ action }) => (action === "GetParameter" ? { Parameter: { Value: value } } : undefined);
});

const pass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);

describe("a secret", () => {
  it("is read decrypted and kept for five minutes", async () => {
    value = "first";
    expect(await secret("/comptoir/test/a")).toEqual(["first"]);
    value = "second";
    pass(299);
    expect(await secret("/comptoir/test/a")).toEqual(["first"]);
    pass(2);
    expect(await secret("/comptoir/test/a")).toEqual(["second"]);
    expect(aws.calls.map((call) => call.input)).toEqual([
      { Name: "/comptoir/test/a", WithDecryption: true },
      { Name: "/comptoir/test/a", WithDecryption: true },
    ]);
  });

  it("may be two, the current and the previous one", async () => {
    value = " current, previous ";
    expect(await secret("/comptoir/test/two")).toEqual(["current", "previous"]);
  });

  it("is read anew after a refusal, at most once a minute", async () => {
    value = "old";
    await secret("/comptoir/test/rotated");
    value = "new";
    expect(await refreshSecret("/comptoir/test/rotated")).toEqual(["new"]);
    value = "newer";
    pass(59);
    expect(await refreshSecret("/comptoir/test/rotated")).toEqual(["new"]);
    pass(2);
    expect(await refreshSecret("/comptoir/test/rotated")).toEqual(["newer"]);
    expect(aws.calls).toHaveLength(3);
  });

  it("that cannot be read or is empty is a failure of the world", async () => {
    value = " , ";
    await expect(secret("/comptoir/test/empty")).rejects.toThrow(WorldFailure);
    aws.answer = () => "ParameterNotFound";
    await expect(secret("/comptoir/test/missing")).rejects.toThrow(WorldFailure);
  });
});
