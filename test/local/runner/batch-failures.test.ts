import { expect, it } from "vitest";
import { batchFailures } from "#local/runner/event-sources/batch-failures.ts";

const ids = ["a", "b"];

it.each(["null", "{}", '{"batchItemFailures":[]}', '{"batchItemFailures":null}'])("fails nothing for %s", (json) => {
  expect(batchFailures(json, ids)).toEqual(new Set());
});

it("fails what is named", () => {
  expect(batchFailures('{"batchItemFailures":[{"itemIdentifier":"b"}]}', ids)).toEqual(new Set(["b"]));
});

it.each([
  '"fine"',
  "[]",
  '{"batchItemFailures":"b"}',
  '{"batchItemFailures":[{"itemIdentifier":""}]}',
  '{"batchItemFailures":[{"itemIdentifier":null}]}',
  '{"batchItemFailures":[{"id":"b"}]}',
  '{"batchItemFailures":[{"itemIdentifier":"b"},{"itemIdentifier":"stranger"}]}',
])("fails the whole batch for %s", (json) => {
  expect(batchFailures(json, ids)).toBe("all");
});
