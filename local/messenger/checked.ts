/** Parameters against their schema, with Graph's way of saying what is wrong. */
import type { z } from "zod";
import { refusals } from "./graph-error.ts";

/** The value if the schema takes it; otherwise error 100 with the name of the first parameter at fault. */
export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw refusals.badParameter(issue === undefined ? "Invalid parameter" : sentence(issue));
}

function sentence(issue: z.core.$ZodIssue): string {
  const name = parameterName(issue.path);
  switch (issue.code) {
    case "unrecognized_keys": {
      const keys = issue.keys.map((key) => `"${key}"`).join(", ");
      return `Invalid keys ${keys} were found in ${name === "" ? "the request" : `param "${name}"`}.`;
    }
    case "invalid_type":
      return wrongType(name, issue);
    case "too_big":
      return `Param ${name} has too many elements: at most ${issue.maximum}.`;
    case "too_small":
      return tooSmall(name, issue);
    case "invalid_value":
      return `Param ${name} must be one of {${issue.values.map(String).join(", ")}}.`;
    case "custom":
    case "invalid_element":
    case "invalid_format":
    case "invalid_key":
    case "invalid_union":
    case "not_multiple_of":
      return `Param ${name} ${issue.message}.`;
  }
}

const wrongType = (name: string, { input, expected }: z.core.$ZodIssueInvalidType): string =>
  input === undefined ? `The parameter ${name} is required.` : `Param ${name} must be ${article(expected)}.`;

const tooSmall = (name: string, { origin, minimum }: z.core.$ZodIssueTooSmall): string =>
  `Param ${name} must be ${origin === "array" ? "a non-empty array" : `at least ${minimum}`}.`;

const article = (noun: string): string => (/^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`);

/** `message[attachment][payload][elements][0][title]` */
function parameterName(path: readonly PropertyKey[]): string {
  const [first, ...rest] = path.map(String);
  return first === undefined ? "" : first + rest.map((part) => `[${part}]`).join("");
}
