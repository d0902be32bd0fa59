import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Emulators, lambdaResource, startApp, startEmulators, writeAssembly } from "./small-app.ts";

let emulators: Emulators;
beforeAll(async () => {
  emulators = await startEmulators();
});
afterAll(() => emulators.stop());

const say = "export const handler = async () => ({ ...process.env });";

it("carries values from stack to stack, by weak references and by exports", async () => {
  const parameters = new Map([["/bootstrap/version", "6"]]);
  const app = await startApp(
    emulators,
    {
      stacks: {
        Data: {
          Resources: {
            Queue: { Type: "AWS::SQS::Queue" },
            Setting: {
              Type: "AWS::SSM::Parameter",
              Properties: { Name: "/a/b", Type: "String", Value: { Ref: "Stage" } },
            },
          },
          Parameters: { Stage: { Type: "String", Default: "local" } },
          Outputs: {
            Weak: { Value: { "Fn::GetAtt": ["Queue", "QueueName"] } },
            Strong: { Value: { Ref: "Queue" }, Export: { Name: { "Fn::Sub": "${AWS::StackName}:Queue" } } },
          },
        },
        Web: {
          Resources: {
            Say: lambdaResource("Say", {
              Environment: {
                Variables: {
                  NAME: {
                    "Fn::GetStackOutput": { StackName: "Data", Region: { Ref: "AWS::Region" }, OutputName: "Weak" },
                  },
                  URL: { "Fn::ImportValue": "Data:Queue" },
                  VERSION: { Ref: "BootstrapVersion" },
                  PLACE: { "Fn::FindInMap": ["Places", { Ref: "AWS::Region" }, "name"] },
                },
              },
            }),
          },
          Parameters: {
            BootstrapVersion: { Type: "AWS::SSM::Parameter::Value<String>", Default: "/bootstrap/version" },
          },
          Mappings: { Places: { "us-east-1": { name: "Virginia" } } },
        },
      },
      code: { Say: say },
    },
    { parameters },
  );
  const outcome = await app.runner.invokeFunction("Say", {});
  const environment: unknown = outcome.kind === "answered" ? JSON.parse(outcome.json) : outcome;
  expect(environment).toMatchObject({
    NAME: "Data-Queue",
    URL: `${emulators.endpoints.sqs}/000000000000/Data-Queue`,
    VERSION: "6",
    PLACE: "Virginia",
  });
  expect(parameters.get("/a/b")).toBe("local");
  await app.stop();
});

it("leaves no process behind, neither when it is stopped nor when it is killed", async () => {
  const app = await startApp(emulators, {
    stacks: { Ends: { Resources: { Say: lambdaResource("Say") } } },
    code: { Say: say },
  });
  await app.runner.invokeFunction("Say", {});
  const [stopped = 0] = app.runner.resources.functions[0]?.processIds ?? [];
  expect(isAlive(stopped)).toBe(true);
  await app.stop();
  expect(isAlive(stopped)).toBe(false);

  const folder = writeAssembly({ Killed: { Resources: { Say: lambdaResource("Say") } } }, { Say: say });
  const script = `
    import { startRunner } from ${JSON.stringify(fileURLToPath(new URL("../../../local/runner/runner.ts", import.meta.url)))};
    const options = ${JSON.stringify({ assembly: folder, endpoints: emulators.endpoints, publicUrl: "http://127.0.0.1:9" })};
    const runner = await startRunner({ ...options, log: () => undefined });
    await runner.invokeFunction("Say", {});
    console.log(runner.resources.functions[0].processIds.join());
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [printed] = (await once(child.stdout, "data")) as [Buffer];
  const orphan = Number(printed.toString());
  expect(isAlive(orphan)).toBe(true);
  child.kill("SIGKILL");
  await expect.poll(() => isAlive(orphan), { timeout: 5000 }).toBe(false);
}, 30_000);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
