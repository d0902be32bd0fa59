/** The AWS calls of a run, gathered by proxies before tables, queues and parameters, and held against the roles. */
import { type Need, needsOf } from "./needs.ts";
import { isAllowed, unneeded } from "./policy.ts";
import type { Role, Roles } from "./roles.ts";

export interface AwsCall {
  readonly accessKeyId: string | undefined;
  readonly operation: string;
  readonly body: string;
  /** `bucket/key` of a call of S3. */
  readonly object?: string;
}

/** A role and what a call in it needed, or what it allows. */
export interface RoleNeed extends Need {
  readonly role: string;
}

/** What each role needed for these calls, each action on each resource once; calls of a deployment need nothing of them. */
export function neededBy(calls: readonly AwsCall[], roles: Roles): readonly RoleNeed[] {
  const needed = new Map<string, RoleNeed>();
  for (const call of calls) {
    if (call.accessKeyId === runner && deployment.has(call.operation)) continue;
    for (const need of needsOf(call, roles.places)) {
      const role = actor(call, need, roles);
      needed.set(`${role} ${need.action} ${need.resource}`, { role, ...need });
    }
  }
  return [...needed.values()];
}

/** Lines `role: action resource` for what was needed and is not allowed. */
export const refusedCalls = (needed: readonly RoleNeed[], { all, places }: Roles): readonly string[] =>
  needed
    .filter(({ role, ...need }) => !all.some(({ name, statements }) => name === role && isAllowed(statements, need)))
    .map((need) => lineOf(need, places));

/** Lines `role: action resource` for what is allowed and was not needed. */
export const idlePermissions = (needed: readonly RoleNeed[], { all, places }: Roles): readonly string[] =>
  all.flatMap((role) =>
    unneeded(
      role.statements,
      needed.filter((need) => need.role === role.name),
    ).map((permission) => lineOf({ role: role.name, ...permission }, places)),
  );

const lineOf = ({ role, action, resource }: RoleNeed, places: Roles["places"]): string =>
  `${role}: ${action} ${places.inWords(resource)}`;

/** The runner's own key: it deploys, and reads queues for functions as Lambda does. Schedules have keys of their own. */
const runner = "LOCALRUNNER";
const deployment = new Set([
  "CreateQueue",
  "SetQueueAttributes",
  "GetQueueAttributes",
  "GetQueueUrl",
  "CreateTable",
  "DescribeTable",
  "UpdateTable",
  "DescribeTimeToLive",
  "UpdateTimeToLive",
  "UpdateContinuousBackups",
  "CreateBucket",
]);

function actor(call: AwsCall, need: Need, roles: Roles): string {
  const role: Role | undefined =
    call.accessKeyId === runner ? roles.ofReader(need.resource) : roles.ofKey(call.accessKeyId ?? "");
  return role?.name ?? `nobody known (${call.accessKeyId ?? "unsigned"})`;
}
