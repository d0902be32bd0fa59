import { describe, expect, it } from "vitest";
import { noValue, resolve, type Scope, Unresolvable } from "#local/runner/intrinsics.ts";
import { references } from "#local/runner/references.ts";
import { creationOrder } from "#local/runner/template.ts";

const scope: Scope = {
  ref: (name) => (name === "AWS::NoValue" ? noValue : `ref:${name}`),
  attribute: (logicalId, name) => `${logicalId}'s ${name}`,
  output: (stack, name) => `${stack} puts out ${name}`,
  exported: (name) => `exported ${name}`,
  condition: (name) => name === "Yes",
  mapped: (map, first, second) => [map, first, second].join("/"),
  finished: (text) => text.replace("https://far.test", "http://here.test"),
};

describe("a template value", () => {
  it.each([
    ["plain values", { a: [1, "b", true, null] }, { a: [1, "b", true, null] }],
    ["Ref", { Ref: "Queue" }, "ref:Queue"],
    ["Fn::GetAtt as a list", { "Fn::GetAtt": ["Queue", "Arn"] }, "Queue's Arn"],
    ["Fn::GetAtt as a text", { "Fn::GetAtt": "Queue.Outputs.Arn" }, "Queue's Outputs.Arn"],
    ["Fn::Sub", { "Fn::Sub": "a-${Queue}-${Queue.Arn}-${!Kept}" }, "a-ref:Queue-Queue's Arn-${Kept}"],
    ["Fn::Sub with values", { "Fn::Sub": ["${own}/${AWS::Region}", { own: { Ref: "A" } }] }, "ref:A/ref:AWS::Region"],
    ["Fn::Join", { "Fn::Join": ["-", ["a", { Ref: "B" }, 3]] }, "a-ref:B-3"],
    ["Fn::Select and Fn::Split", { "Fn::Select": ["1", { "Fn::Split": ["/", "a/b/c"] }] }, "b"],
    ["Fn::If that holds", { "Fn::If": ["Yes", { Ref: "A" }, { Ref: "B" }] }, "ref:A"],
    ["Fn::If that does not", { "Fn::If": ["No", { Ref: "A" }, { Ref: "B" }] }, "ref:B"],
    [
      "AWS::NoValue",
      { kept: 1, gone: { Ref: "AWS::NoValue" }, list: [{ Ref: "AWS::NoValue" }, 2] },
      { kept: 1, list: [2] },
    ],
    ["Fn::FindInMap", { "Fn::FindInMap": ["Map", { Ref: "Key" }, "Value"] }, "Map/ref:Key/Value"],
    ["Fn::ImportValue", { "Fn::ImportValue": { "Fn::Join": ["", ["a", "b"]] } }, "exported ab"],
    [
      "a weak reference to another stack",
      { "Fn::GetStackOutput": { StackName: "Data", Region: { Ref: "AWS::Region" }, OutputName: "Name" } },
      "Data puts out Name",
    ],
    [
      "an address put together from parts",
      { "Fn::Join": ["", ["https://far", ".test", "/path"]] },
      "http://here.test/path",
    ],
    ["conditions", { "Fn::And": [{ Condition: "Yes" }, { "Fn::Not": [{ "Fn::Equals": ["a", "b"] }] }] }, true],
    [
      "the word Condition in a policy",
      { Condition: { Bool: { x: "false" } } },
      { Condition: { Bool: { x: "false" } } },
    ],
  ])("resolves %s", (_, value, expected) => {
    expect(resolve(value, scope)).toEqual(expected);
  });

  it("is refused by name where it uses an unknown function", () => {
    expect(() => resolve({ a: [{ "Fn::Cidr": ["10.0.0.0/16", 2, 8] }] }, scope)).toThrow(
      new Unresolvable("Fn::Cidr is not implemented by the local stack"),
    );
  });

  it.each([
    [{ Ref: 5 }],
    [{ "Fn::GetAtt": "Queue" }],
    [{ "Fn::Join": "a" }],
    [{ "Fn::Select": [4, ["a"]] }],
    [{ "Fn::Sub": [] }],
  ])("is refused where a function has the wrong shape: %j", (value) => {
    expect(() => resolve(value, scope)).toThrow(Unresolvable);
  });
});

it("finds what a value refers to, however deep", () => {
  const value = {
    a: { Ref: "A" },
    b: [{ "Fn::GetAtt": ["B", "Arn"] }, { "Fn::GetAtt": "C.Arn" }],
    c: { "Fn::Sub": ["${D} ${E.Arn} ${!F}", { own: { Ref: "G" } }] },
  };
  expect([...references(value)].sort()).toEqual(["A", "B", "C", "D", "E", "G"]);
});

it("makes what others refer to or depend on first", () => {
  const order = creationOrder({
    Mapping: { Type: "M", Properties: { queue: { "Fn::GetAtt": ["Queue", "Arn"] } }, DependsOn: "Role" },
    Queue: { Type: "Q", Properties: { dead: { Ref: "Dead" } } },
    Dead: { Type: "Q", Properties: {} },
    Role: { Type: "R", Properties: {} },
  });
  expect(order).toEqual(["Dead", "Queue", "Role", "Mapping"]);
});
