/** Every role of the synthesised templates with what its policies say, and who acts in it. */
import { z } from "zod";
import { readAssembly, type Stack } from "#local/runner/assembly.ts";
import { Places, type Running } from "./places.ts";
import type { Statement } from "./policy.ts";

export interface Role {
  /** The construct that has it: `Payments/Worker`. */
  readonly name: string;
  readonly statements: readonly Statement[];
}

export interface Roles {
  readonly all: readonly Role[];
  readonly places: Places;
  /** The role of the function or the schedule that was given this access key id. */
  ofKey(accessKeyId: string): Role | undefined;
  /** The role in which Lambda reads this queue for a function. */
  ofReader(queueArn: string): Role | undefined;
}

/** Reads the roles; an Error for a policy that this check cannot judge, rather than a guess. */
export function rolesOf(assembly: string, running: Running): Roles {
  const stacks = readAssembly(assembly);
  const places = new Places(stacks, running);
  const roles = new Map(
    each(stacks, "AWS::IAM::Role").map((found) => [places.arnOf(found.stack.name, found.id), roleOf(places, found)]),
  );
  const roleAt = ({ stack }: Found, value: unknown) => roles.get(text.parse(places.resolve(stack, value)));
  const functions = each(stacks, "AWS::Lambda::Function").map((found) => {
    const name = places.nameOf(found.stack.name, found.id);
    const accessKeyId = running.resources.functions.find((lambda) => lambda.name === name)?.accessKeyId;
    return { name, accessKeyId, role: roleAt(found, found.properties["Role"]) };
  });
  const readers = each(stacks, "AWS::Lambda::EventSourceMapping").map(({ stack, properties }) => {
    const name = places.resolve(stack, properties["FunctionName"]);
    const queue = places.resolve(stack, properties["EventSourceArn"]);
    return { queue, role: functions.find((lambda) => lambda.name === name)?.role };
  });
  const schedules = each(stacks, "AWS::Scheduler::Schedule").map((found) => {
    const isThis = ({ stack, logicalId }: { stack: string; logicalId: string }) =>
      stack === found.stack.name && logicalId === found.id;
    const accessKeyId = running.resources.schedules.find(isThis)?.accessKeyId;
    return { accessKeyId, role: roleAt(found, target.parse(found.properties["Target"]).RoleArn) };
  });
  return {
    all: [...roles.values()],
    places,
    ofKey: (key) => [...functions, ...schedules].find(({ accessKeyId }) => accessKeyId === key)?.role,
    ofReader: (queueArn) => readers.find(({ queue }) => queue === queueArn)?.role,
  };
}

interface Found {
  readonly stack: Stack;
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

const each = (stacks: readonly Stack[], type: string): readonly Found[] =>
  stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources).flatMap(([id, { Type, Properties }]) =>
      Type === type ? [{ stack, id, properties: Properties }] : [],
    ),
  );

const text = z.string();
const target = z.object({ RoleArn: z.unknown() });
const oneOrMore = z.union([text, z.array(text)]).transform((given) => [given].flat());
/** Strict: whoever writes a Condition, a NotAction or a managed policy teaches this check to judge it first. */
const document = z.strictObject({
  Version: text.optional(),
  Statement: z.array(z.strictObject({ Effect: z.enum(["Allow", "Deny"]), Action: oneOrMore, Resource: oneOrMore })),
});
const policy = z.strictObject({ PolicyDocument: z.unknown(), PolicyName: text, Roles: z.array(z.unknown()) });
const role = z.strictObject({ AssumeRolePolicyDocument: z.unknown(), Tags: z.unknown().optional() });

function roleOf(places: Places, found: Found): Role {
  role.parse(found.properties);
  const { stack, id } = found;
  const statements = each([stack], "AWS::IAM::Policy")
    .map(({ properties }) => policy.parse(properties))
    .filter(({ Roles }) => Roles.some((named) => places.resolve(stack, named) === id))
    .flatMap(({ PolicyDocument }) => document.parse(places.resolve(stack, PolicyDocument)).Statement)
    .map(({ Effect, Action, Resource }) => ({ effect: Effect, actions: Action, resources: Resource }));
  return { name: places.inWords(places.arnOf(stack.name, id)).replace(/\/Role$/, ""), statements };
}
