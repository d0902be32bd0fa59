import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Emulators, lambdaResource, type SmallApp, startApp, startEmulators } from "./small-app.ts";

const code = {
  Echo: `
    let calls = 0;
    export const handler = async (event, context) => {
      console.log("heard " + JSON.stringify(event));
      return { calls: ++calls, pid: process.pid, cwd: process.cwd(), environment: process.env, left: context.getRemainingTimeInMillis(),
        id: context.awsRequestId, name: context.functionName, arn: context.invokedFunctionArn, memory: context.memoryLimitInMB };
    };`,
  Moody: `
    import { readdirSync, writeFileSync } from "node:fs";
    export const handler = async (event) => {
      if (event.mood === "throw") throw new TypeError("no such thing");
      if (event.mood === "die") process.exit(3);
      if (event.mood === "hang") await new Promise(() => setInterval(() => {}, 1000));
      if (event.mood === "nothing") return undefined;
      if (event.mood === "meet") {
        writeFileSync(event.folder + "/" + process.pid, "");
        while (readdirSync(event.folder).length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
      }
      if (event.mood === "wait") await new Promise((resolve) => setTimeout(resolve, 200));
      return { pid: process.pid };
    };`,
  Broken: `throw new Error("cannot load");`,
  Old: `export const handler = (event, context, callback) => callback(null, 1);`,
};

let emulators: Emulators;
let app: SmallApp;

beforeAll(async () => {
  emulators = await startEmulators();
  const Resources = {
    Echo: lambdaResource("Echo", {
      Environment: { Variables: { GREETING: "bonjour", OVERRIDDEN: "by the template" } },
      MemorySize: 256,
      Timeout: 30,
    }),
    Moody: lambdaResource("Moody", { Timeout: 20 }),
    Hasty: lambdaResource("Moody", { Timeout: 1 }),
    Single: lambdaResource("Moody", { ReservedConcurrentExecutions: 1, Timeout: 20 }),
    Broken: lambdaResource("Broken"),
    Old: lambdaResource("Old"),
  };
  const environment = { OVERRIDDEN: "by the runner" };
  app = await startApp(emulators, { stacks: { Shop: { Resources } }, code }, { environment });
});

afterAll(async () => {
  await app.stop();
  await emulators.stop();
});

const answerOf = async (name: string, event: unknown): Promise<Record<string, unknown>> => {
  const outcome = await app.runner.invokeFunction(name, event);
  if (outcome.kind !== "answered") throw new Error(JSON.stringify(outcome));
  return JSON.parse(outcome.json) as Record<string, unknown>;
};

const errorOf = async (name: string, event: unknown) => {
  const outcome = await app.runner.invokeFunction(name, event);
  return outcome.kind === "failed" ? outcome.error : outcome;
};

describe("a function", () => {
  it("sees only its own environment, its own access key and Lambda's variables", async () => {
    const { environment, cwd } = await answerOf("Echo", {});
    expect(environment).toMatchObject({
      GREETING: "bonjour",
      OVERRIDDEN: "by the runner",
      AWS_LAMBDA_FUNCTION_NAME: "Shop-Echo",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
      AWS_REGION: "us-east-1",
      AWS_ENDPOINT_URL_SQS: emulators.endpoints.sqs,
      AWS_ENDPOINT_URL_DYNAMODB: emulators.endpoints.dynamodb,
      LAMBDA_TASK_ROOT: cwd,
    });
    const names = Object.keys(environment as object).filter(
      (name) => !/^(AWS_|LAMBDA_|_HANDLER$|TZ$|LANG$)/.test(name),
    );
    expect(names.sort()).toEqual(["GREETING", "OVERRIDDEN"]);
    const keys = new Set(app.runner.resources.functions.map(({ accessKeyId }) => accessKeyId));
    expect(keys.size).toBe(6);
    expect(keys).toContain((environment as Record<string, string>)["AWS_ACCESS_KEY_ID"]);
  });

  it("gets Lambda's context", async () => {
    const answer = await answerOf("Echo", {});
    expect(answer).toMatchObject({
      name: "Shop-Echo",
      arn: "arn:aws:lambda:us-east-1:000000000000:function:Shop-Echo",
      memory: "256",
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(answer["left"]).toBeGreaterThan(28_000);
  });

  it("is warm the second time, and its lines are told with its name", async () => {
    const first = await answerOf("Echo", { n: 1 });
    const second = await answerOf("Echo", { n: 2 });
    expect(second["pid"]).toBe(first["pid"]);
    expect(second["calls"]).toBe(Number(first["calls"]) + 1);
    await expect.poll(() => app.lines).toContain('heard {"n":2}');
    const echo = app.runner.resources.functions.find(({ logicalId }) => logicalId === "Echo");
    expect(echo?.processIds).toContain(second["pid"]);
  });

  it("answers null when it returns nothing", async () => {
    expect(await answerOf("Moody", { mood: "nothing" })).toBeNull();
  });

  it("runs twice at once in two processes", async () => {
    const folder = mkdtempSync(join(tmpdir(), "comptoir-meeting-"));
    const meet = { mood: "meet", folder };
    const both = await Promise.all([answerOf("Moody", meet), answerOf("Moody", meet)]);
    expect(new Set(both.map(({ pid }) => pid)).size).toBe(2);
    rmSync(folder, { recursive: true });
  });

  it("fails with Lambda's error when it throws, and stays warm", async () => {
    const before = await answerOf("Moody", {});
    expect(await errorOf("Moody", { mood: "throw" })).toMatchObject({
      errorType: "TypeError",
      errorMessage: "no such thing",
      trace: expect.arrayContaining(["TypeError: no such thing"]),
    });
    expect(await answerOf("Moody", {})).toEqual(before);
  });

  it("is killed when its time is up, and the next invocation gets another process", async () => {
    const before = await answerOf("Hasty", {});
    expect(await errorOf("Hasty", { mood: "hang" })).toMatchObject({
      errorType: "Sandbox.Timedout",
      errorMessage: expect.stringMatching(/Task timed out after 1\.00 seconds$/),
    });
    expect((await answerOf("Hasty", {}))["pid"]).not.toBe(before["pid"]);
  });

  it("fails with the exit status when its process ends", async () => {
    expect(await errorOf("Moody", { mood: "die" })).toMatchObject({
      errorType: "Runtime.ExitError",
      errorMessage: expect.stringMatching(/exit status 3$/),
    });
    expect(await answerOf("Moody", {})).toHaveProperty("pid");
  });

  it("runs in ten processes at most; what comes beyond waits for one of them", async () => {
    const pids = await Promise.all(Array.from({ length: 25 }, () => answerOf("Echo", {}).then(({ pid }) => pid)));
    expect(pids).toHaveLength(25);
    const echo = app.runner.resources.functions.find(({ logicalId }) => logicalId === "Echo");
    expect(echo?.processIds.length).toBeLessThanOrEqual(10);
    expect(echo?.processIds).toEqual(expect.arrayContaining([...new Set(pids)]));
  });

  it("refuses more at once than its reserved concurrency", async () => {
    const outcomes = await Promise.all([
      app.runner.invokeFunction("Single", { mood: "wait" }),
      app.runner.invokeFunction("Single", {}),
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["answered", "throttled"]);
  });

  it("fails each invocation when it does not load", async () => {
    expect(await errorOf("Broken", {})).toMatchObject({ errorType: "Error", errorMessage: "cannot load" });
    expect(await errorOf("Broken", {})).toMatchObject({ errorType: "Error", errorMessage: "cannot load" });
  });

  it("prints what went wrong as Lambda's runtime does, with the trace", async () => {
    await errorOf("Moody", { mood: "throw" });
    expect(app.lines).toContain("TypeError: no such thing");
    expect(app.lines).toContainEqual(expect.stringMatching(/^ {4}at .*index\.mjs/));
  });

  it("gets another process when somebody kills the one that waits", async () => {
    const { pid } = await answerOf("Echo", {});
    process.kill(Number(pid), "SIGKILL");
    const processIds = () => app.runner.resources.functions.find(({ logicalId }) => logicalId === "Echo")?.processIds;
    await expect.poll(processIds).not.toContain(pid);
    expect((await answerOf("Echo", {}))["pid"]).not.toBe(pid);
  });

  it("may not take a callback, as on Node 24", async () => {
    expect(await errorOf("Old", {})).toMatchObject({ errorType: "Runtime.CallbackHandlerDeprecated" });
  });
});
