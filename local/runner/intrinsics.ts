/** CloudFormation's functions: turns a template value into a plain one, asking a scope for what lies outside it. */
import { z } from "zod";

export interface Scope {
  /** A parameter, a pseudo parameter or a resource of this stack. */
  ref(name: string): unknown;
  attribute(logicalId: string, name: string): unknown;
  output(stack: string, name: string): unknown;
  exported(name: string): unknown;
  condition(name: string): boolean;
  mapped(map: string, first: string, second: string): unknown;
  /** Last change to a text put together from parts: an address that stands for another one here. */
  finished(text: string): string;
}

/** What `Ref: AWS::NoValue` gives: the property around it disappears. */
export const noValue = Symbol("AWS::NoValue");

/** A function that is unknown here, or known and used in a shape that it does not have. */
export class Unresolvable extends Error {
  override readonly name = "Unresolvable";
}

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope) => scope.ref(parse("Ref", z.string(), argument)),
  "Fn::GetAtt": getAtt,
  "Fn::Sub": sub,
  "Fn::Join": (argument, scope) => {
    const [glue, parts] = parse("Fn::Join", z.tuple([z.string(), z.unknown()]), argument);
    return scope.finished(parse("Fn::Join", z.array(text), resolve(parts, scope)).join(glue));
  },
  "Fn::Select": (argument, scope) => {
    const [index, list] = parse(
      "Fn::Select",
      z.tuple([z.coerce.number(), z.array(z.unknown())]),
      resolve(argument, scope),
    );
    if (index >= list.length) throw new Unresolvable(`Fn::Select has nothing at ${index}`);
    return list[index];
  },
  "Fn::Split": (argument, scope) => {
    const [glue, whole] = parse("Fn::Split", z.tuple([z.string(), z.string()]), resolve(argument, scope));
    return whole.split(glue);
  },
  "Fn::If": (argument, scope) => {
    const [name, yes, no] = parse("Fn::If", z.tuple([z.string(), z.unknown(), z.unknown()]), argument);
    return resolve(scope.condition(name) ? yes : no, scope);
  },
  "Fn::FindInMap": (argument, scope) => {
    const [map, first, second] = parse("Fn::FindInMap", z.tuple([text, text, text]), resolve(argument, scope));
    return scope.mapped(map, first, second);
  },
  "Fn::ImportValue": (argument, scope) =>
    scope.exported(parse("Fn::ImportValue", z.string(), resolve(argument, scope))),
  // CDK's weak references between stacks; Region and RoleArn only say where the other stack is deployed.
  "Fn::GetStackOutput": (argument, scope) => {
    const asked = z.object({ StackName: z.string(), OutputName: z.string() });
    const { StackName, OutputName } = parse("Fn::GetStackOutput", asked, resolve(argument, scope));
    return scope.output(StackName, OutputName);
  },
  "Fn::Equals": (argument, scope) => {
    const [left, right] = parse("Fn::Equals", z.tuple([z.unknown(), z.unknown()]), resolve(argument, scope));
    return String(left) === String(right);
  },
  "Fn::And": (argument, scope) => truths("Fn::And", argument, scope).every(Boolean),
  "Fn::Or": (argument, scope) => truths("Fn::Or", argument, scope).some(Boolean),
  "Fn::Not": (argument, scope) => !truths("Fn::Not", argument, scope)[0],
  Condition: (argument, scope) => scope.condition(parse("Condition", z.string(), argument)),
};

/** The value with every function in it carried out; Unresolvable for one that is not implemented. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope)).filter((item) => item !== noValue);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only && isIntrinsic(only[0], only[1])) {
    const intrinsic = intrinsics[only[0]];
    if (intrinsic === undefined) throw new Unresolvable(`${only[0]} is not implemented by the local stack`);
    return intrinsic(only[1], scope);
  }
  return Object.fromEntries(
    entries.map(([key, inner]) => [key, resolve(inner, scope)]).filter(([, inner]) => inner !== noValue),
  );
}

/** `Condition` is also an ordinary key of policies, where it holds an object. */
const isIntrinsic = (key: string, argument: unknown): boolean =>
  key === "Ref" || key.startsWith("Fn::") || (key === "Condition" && typeof argument === "string");

function getAtt(argument: unknown, scope: Scope): unknown {
  const either = z.union([z.string(), z.tuple([z.string(), z.unknown()])]);
  const named = parse("Fn::GetAtt", either, argument);
  if (typeof named !== "string")
    return scope.attribute(named[0], parse("Fn::GetAtt", z.string(), resolve(named[1], scope)));
  const dot = named.indexOf(".");
  if (dot < 0) throw new Unresolvable(`Fn::GetAtt names no attribute in "${named}"`);
  return scope.attribute(named.slice(0, dot), named.slice(dot + 1));
}

function sub(argument: unknown, scope: Scope): unknown {
  const either = z.union([z.string(), z.tuple([z.string(), z.record(z.string(), z.unknown())])]);
  const given = parse("Fn::Sub", either, argument);
  const [pattern, own] = typeof given === "string" ? [given, {}] : given;
  const values = new Map(Object.entries(own));
  const filled = pattern.replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => {
    if (name.startsWith("!")) return `\${${name.slice(1)}}`;
    if (values.has(name)) return parse("Fn::Sub", text, resolve(values.get(name), scope));
    return parse("Fn::Sub", text, name.includes(".") ? getAtt(name, scope) : scope.ref(name));
  });
  return scope.finished(filled);
}

const truths = (name: string, argument: unknown, scope: Scope): readonly boolean[] =>
  parse(name, z.array(z.boolean()), resolve(argument, scope));

function parse<Value>(name: string, schema: z.ZodType<Value>, argument: unknown): Value {
  const parsed = schema.safeParse(argument);
  if (parsed.success) return parsed.data;
  throw new Unresolvable(`${name} cannot take ${JSON.stringify(argument)}`);
}
