/** EventBridge's event patterns: which events a rule takes. */

export class UnknownPattern extends Error {
  override readonly name = "UnknownPattern";
}

export type EventPattern = (event: unknown) => boolean;

/**
 * Reads a pattern of exact values, `prefix`, `suffix`, `wildcard` and `exists`; UnknownPattern for any other filter
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html).
 */
export function readPattern(pattern: unknown): EventPattern {
  if (!isRecord(pattern)) throw new UnknownPattern("a pattern is an object whose leaves are lists");
  const fields = Object.entries(pattern).map(([name, below]) => [name, fieldOf(below)] as const);
  return (event) => {
    const record = isRecord(event) ? event : {};
    return fields.every(([name, takes]) => takes(record[name]));
  };
}

function fieldOf(below: unknown): EventPattern {
  if (!Array.isArray(below)) return readPattern(below);
  const filters = below.map(filterOf);
  return (value) => filters.some((takes) => takes(value));
}

function filterOf(filter: unknown): EventPattern {
  if (!isRecord(filter)) return (value) => value === filter;
  const [only, ...others] = Object.entries(filter);
  if (only === undefined || others.length > 0) throw new UnknownPattern("a filter has one name");
  const [name, argument] = only;
  if (name === "exists") return (value) => (value !== undefined) === argument;
  if (typeof argument !== "string") throw new UnknownPattern(`the filter ${name} is not implemented`);
  if (name === "prefix") return (value) => typeof value === "string" && value.startsWith(argument);
  if (name === "suffix") return (value) => typeof value === "string" && value.endsWith(argument);
  if (name !== "wildcard") throw new UnknownPattern(`the filter ${name} is not implemented`);
  const parts = argument.split("*").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  const whole = new RegExp(`^${parts.join(".*")}$`, "s");
  return (value) => typeof value === "string" && whole.test(value);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
