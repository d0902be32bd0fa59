import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ignoredTypes } from "#local/runner/ignored.ts";
import { implementedTypes } from "#local/runner/registry.ts";
import { type Emulators, lambdaResource, startApp, startEmulators, type TestTemplate } from "./small-app.ts";

let emulators: Emulators;
beforeAll(async () => {
  emulators = await startEmulators();
});
afterAll(() => emulators.stop());

const code = { Handler: "export const handler = async () => process.env;" };

const startWith = async (Resources: TestTemplate["Resources"], more: object = {}) => {
  const app = await startApp(emulators, { stacks: { Shop: { Resources, ...more } }, code });
  await app.stop();
  return app;
};

describe("the start stops, naming stack, resource and property, at", () => {
  it.each<[string, TestTemplate["Resources"], string]>([
    [
      "an unknown resource type",
      { Net: { Type: "AWS::EC2::VPC" } },
      "Stack Shop, Net (AWS::EC2::VPC): this resource type is not implemented by the local stack.",
    ],
    [
      "an unknown property",
      { Worker: lambdaResource("Handler", { VpcConfig: { SubnetIds: [] } }) },
      "Stack Shop, Worker (AWS::Lambda::Function): the property VpcConfig is not implemented by the local stack.",
    ],
    [
      "an unknown property deep inside",
      { Worker: lambdaResource("Handler", { Environment: { Variables: {}, Secrets: 1 } }) },
      "Stack Shop, Worker (AWS::Lambda::Function): the property Environment.Secrets is not implemented by the local stack.",
    ],
    [
      "a value that is not implemented",
      { Worker: lambdaResource("Handler", { Runtime: "python3.14" }) },
      "Stack Shop, Worker (AWS::Lambda::Function): the property Runtime is not what the local stack implements: only Node runs here.",
    ],
    [
      "an unknown function",
      { Worker: lambdaResource("Handler", { Environment: { Variables: { A: { "Fn::Base64": "x" } } } }) },
      "Stack Shop, Worker (AWS::Lambda::Function): Fn::Base64 is not implemented by the local stack.",
    ],
    [
      "an unknown attribute",
      {
        Queue: { Type: "AWS::SQS::Queue" },
        Worker: lambdaResource("Handler", { Environment: { Variables: { A: { "Fn::GetAtt": ["Queue", "Owner"] } } } }),
      },
      "Stack Shop, Worker (AWS::Lambda::Function): it refers to Queue.Owner, which is not implemented by the local stack.",
    ],
    [
      "something implemented that needs something ignored",
      {
        Topic: { Type: "AWS::SNS::Topic" },
        Worker: lambdaResource("Handler", { Environment: { Variables: { TOPIC: { Ref: "Topic" } } } }),
      },
      "Stack Shop, Worker (AWS::Lambda::Function): it refers to Topic, which does not exist here: only alarms publish to topics, and nothing measures here.",
    ],
    [
      "a schedule that it cannot read",
      {
        Monthly: {
          Type: "AWS::Scheduler::Schedule",
          Properties: {
            ScheduleExpression: "cron(0 9 L * ? *)",
            FlexibleTimeWindow: { Mode: "OFF" },
            Target: { Arn: "a" },
          },
        },
      },
      'Stack Shop, Monthly (AWS::Scheduler::Schedule): "L" in a cron expression is not implemented.',
    ],
    [
      "a second Region",
      {
        Orders: {
          Type: "AWS::DynamoDB::GlobalTable",
          Properties: {
            AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
            KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
            Replicas: [{ Region: "eu-west-3" }, { Region: "eu-west-1" }],
          },
        },
      },
      "Stack Shop, Orders (AWS::DynamoDB::GlobalTable): the property Replicas is not what the local stack implements: one Region only.",
    ],
  ])("%s", async (_, resources, sentence) => {
    await expect(startWith(resources)).rejects.toThrow(
      expect.objectContaining({ name: "CannotStart", message: sentence }),
    );
  });
});

it("stops at a template that only a macro makes whole", async () => {
  await expect(startWith({}, { Transform: "AWS::Serverless-2016-10-31" })).rejects.toThrow(
    "Stack Shop: Transform is not implemented by the local stack.",
  );
});

it("leaves out what a false condition excludes, and what is on the list of ignored types", async () => {
  const app = await startWith(
    {
      CDKMetadata: { Type: "AWS::CDK::Metadata", Condition: "Never" },
      Table: { Type: "AWS::DynamoDB::Table", Condition: "Never", Properties: { KeySchema: { Ref: "Nothing" } } },
      Role: { Type: "AWS::IAM::Role", Properties: { Policies: [{ "Fn::Unheard": "of" }] } },
      Worker: lambdaResource("Handler"),
    },
    { Conditions: { Never: { "Fn::Equals": ["a", "b"] } } },
  );
  expect(app.runner.resources.functions.map(({ logicalId }) => logicalId)).toEqual(["Worker"]);
  expect(app.runner.resources.tables).toEqual([]);
});

it("gives a reason for everything it ignores", () => {
  const reasons = [...implementedTypes.values()].flatMap(({ type, ignored }) =>
    Object.entries(ignored).map(([property, reason]) => [`${type} ${property}`, reason] as const),
  );
  const thin = [...reasons, ...Object.entries(ignoredTypes)].filter(([, reason]) => reason.split(" ").length < 3);
  expect(thin).toEqual([]);
  expect(Object.keys(ignoredTypes).filter((type) => implementedTypes.has(type))).toEqual([]);
});
