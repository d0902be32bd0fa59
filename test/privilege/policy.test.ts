import { describe, expect, test } from "vitest";
import { isAllowed, type Statement, unneeded } from "./policy.ts";

const orders = "arn:aws:dynamodb:us-east-1:000000000000:table/Orders";
const read = { action: "dynamodb:GetItem", resource: orders };
const allow = (actions: string[], resources: string[]): Statement => ({ effect: "Allow", actions, resources });

describe("what a policy allows", () => {
  test.each<[string, string, string]>([
    ["by its name", "dynamodb:GetItem", orders],
    ["whatever the case of the action", "DynamoDB:getitem", orders],
    ["by an action's beginning", "dynamodb:Get*", orders],
    ["by any character in its place", "dynamodb:?etItem", orders],
    ["by a resource's beginning", "dynamodb:GetItem", "arn:aws:dynamodb:*:000000000000:table/Ord*"],
    ["by everything", "*", "*"],
  ])("is found %s", (_how, action, resource) => {
    expect(isAllowed([allow([action], [resource])], read)).toBe(true);
  });

  test.each<[string, string, string]>([
    ["another action", "dynamodb:PutItem", orders],
    ["a longer action", "dynamodb:GetItemAlso", orders],
    ["an index of the table", "dynamodb:GetItem", `${orders}/index/shopper`],
    ["a table of a longer name", "dynamodb:GetItem", `${orders}2`],
    ["a point that is no wildcard", "dynamodb.GetItem", orders],
    ["nothing", "", ""],
  ])("is not %s", (_what, action, resource) => {
    expect(isAllowed([allow([action], [resource])], read)).toBe(false);
  });

  test("is not what another statement denies, nor anything without a statement", () => {
    const deny: Statement = { effect: "Deny", actions: ["dynamodb:*"], resources: [orders] };
    expect(isAllowed([allow(["*"], ["*"]), deny], read)).toBe(false);
    expect(isAllowed([], read)).toBe(false);
  });
});

describe("what nobody needed of a policy", () => {
  test("is each action on each resource that no need is met by", () => {
    const statement = allow(["dynamodb:GetItem", "dynamodb:PutItem"], [orders, `${orders}/index/*`]);
    expect(unneeded([statement], [read])).toEqual([
      { action: "dynamodb:GetItem", resource: `${orders}/index/*` },
      { action: "dynamodb:PutItem", resource: orders },
      { action: "dynamodb:PutItem", resource: `${orders}/index/*` },
    ]);
  });

  test("is nothing where a wildcard is needed once", () => {
    expect(unneeded([allow(["dynamodb:*"], ["*"])], [read])).toEqual([]);
  });
});
