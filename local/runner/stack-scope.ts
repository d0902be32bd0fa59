/** What the functions of one stack's template may ask for: its parameters, its resources made so far, other stacks' outputs. */
import type { Stack } from "./assembly.ts";
import { noValue, resolve, type Scope, Unresolvable } from "./intrinsics.ts";
import type { Values } from "./resource.ts";
import type { World } from "./world.ts";

/** A resource that exists, or one that was left out and why. */
export type Made = Values | { readonly absent: string };

export interface StackScope extends Scope {
  readonly stack: Stack;
  readonly made: Map<string, Made>;
}

/** The scope of a stack; `others` are the stacks made before it, by name. */
export function stackScope(stack: Stack, world: World, others: ReadonlyMap<string, StackScope>): StackScope {
  const { Parameters, Conditions, Mappings } = stack.template;
  const made = new Map<string, Made>();
  const pseudo = pseudoParameters(stack, world);
  const scope: StackScope = {
    stack,
    made,
    ref: (name) => {
      if (pseudo.has(name)) return pseudo.get(name);
      const parameter = Parameters[name];
      return parameter === undefined ? existing(made, name).ref : valueOf(name, parameter, world);
    },
    attribute: (logicalId, name) => {
      const value = existing(made, logicalId).attributes?.[name];
      if (value === undefined)
        throw new Unresolvable(`it refers to ${logicalId}.${name}, which is not implemented by the local stack`);
      return value;
    },
    output: (stackName, name) => {
      const other = stackName === stack.name ? scope : others.get(stackName);
      const output = other?.stack.template.Outputs[name];
      if (other === undefined || output === undefined)
        throw new Unresolvable(`it refers to the output ${name} of stack ${stackName}, which is not there`);
      return resolve(output.Value, other);
    },
    exported: (name) => {
      for (const other of others.values()) {
        for (const output of Object.values(other.stack.template.Outputs))
          if (output.Export && resolve(output.Export.Name, other) === name) return resolve(output.Value, other);
      }
      throw new Unresolvable(`it imports ${name}, which no stack exports`);
    },
    condition: (name) => {
      if (!(name in Conditions)) throw new Unresolvable(`it refers to the condition ${name}, which is not there`);
      return resolve(Conditions[name], scope) === true;
    },
    mapped: (map, first, second) => {
      const value = Mappings[map]?.[first]?.[second];
      if (value === undefined) throw new Unresolvable(`the mapping ${map} has nothing at ${first}, ${second}`);
      return value;
    },
    finished: (text) => {
      let here = text;
      for (const [address, local] of world.addresses) here = here.replaceAll(address, local);
      return here;
    },
  };
  return scope;
}

const pseudoParameters = (stack: Stack, world: World): ReadonlyMap<string, unknown> =>
  new Map<string, unknown>([
    ["AWS::AccountId", world.account],
    ["AWS::NoValue", noValue],
    ["AWS::Partition", "aws"],
    ["AWS::Region", world.region],
    ["AWS::StackId", `arn:aws:cloudformation:${world.region}:${world.account}:stack/${stack.name}/local`],
    ["AWS::StackName", stack.name],
    ["AWS::URLSuffix", "amazonaws.com"],
  ]);

function existing(made: ReadonlyMap<string, Made>, logicalId: string): Values {
  const resource = made.get(logicalId);
  if (resource === undefined) throw new Unresolvable(`it refers to ${logicalId}, which the stack does not have`);
  if ("absent" in resource)
    throw new Unresolvable(`it refers to ${logicalId}, which does not exist here: ${resource.absent}`);
  return resource;
}

/** A parameter of an SSM type takes the value kept under its default, as CloudFormation does when it deploys. */
function valueOf(name: string, parameter: { Type: string; Default?: unknown }, world: World): unknown {
  const { Type, Default } = parameter;
  const value = Type.startsWith("AWS::SSM::Parameter") ? world.parameters?.get(String(Default)) : Default;
  if (value === undefined) throw new Unresolvable(`the template's parameter ${name} has no value here`);
  return value;
}
