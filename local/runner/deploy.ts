/** Makes every resource of every stack, in the order in which they depend on each other, or stops at the first it cannot. */
import { CannotStart } from "#local/services/dynamodb.ts";
import type { Stack } from "./assembly.ts";
import { ignoredTypes } from "./ignored.ts";
import { resolve, Unresolvable } from "./intrinsics.ts";
import { implementedTypes } from "./registry.ts";
import { type Place, type ResourceType, refused, without } from "./resource.ts";
import { type Made, type StackScope, stackScope } from "./stack-scope.ts";
import { creationOrder, type Resource } from "./template.ts";
import type { World } from "./world.ts";

/**
 * Deploys the stacks into the world. CannotStart for a resource type, a property or a function of the template that is
 * neither implemented nor ignored for a reason; nothing is left out silently.
 */
export async function deploy(stacks: readonly Stack[], world: World): Promise<void> {
  const unknown = stacks.flatMap(unknownTypes)[0];
  if (unknown) throw refused(unknown, "this resource type is not implemented by the local stack");
  const transformed = stacks.find(({ template }) => template.Transform !== undefined);
  if (transformed) throw new CannotStart(`Stack ${transformed.name}: Transform is not implemented by the local stack.`);
  const scopes = new Map<string, StackScope>();
  for (const stack of stacks) {
    const scope = stackScope(stack, world, scopes);
    scopes.set(stack.name, scope);
    for (const [key, path] of stack.assets) world.assets.set(key, path);
    for (const logicalId of creationOrder(stack.template.Resources)) {
      const resource = stack.template.Resources[logicalId];
      if (resource) scope.made.set(logicalId, await make(resource, placeOf(stack, logicalId, resource), scope, world));
    }
  }
}

/** Looked for before anything is made, so that a template that cannot run leaves no trace. */
function unknownTypes(stack: Stack): readonly Place[] {
  return Object.entries(stack.template.Resources)
    .filter(([, { Type }]) => !(Type in ignoredTypes) && !implementedTypes.has(Type))
    .map(([logicalId, resource]) => placeOf(stack, logicalId, resource));
}

const placeOf = (stack: Stack, logicalId: string, resource: Resource): Place => ({
  stack: stack.name,
  logicalId,
  path: (resource.Metadata?.["aws:cdk:path"] ?? `${stack.name}/${logicalId}`).replace(/\/Resource$/, ""),
  type: resource.Type,
});

async function make(resource: Resource, place: Place, scope: StackScope, world: World): Promise<Made> {
  const because = ignoredTypes[resource.Type];
  if (because !== undefined) return { absent: because };
  const type = implementedTypes.get(resource.Type);
  if (type === undefined) throw refused(place, "this resource type is not implemented by the local stack");
  if (resource.Condition !== undefined && !explained(place, () => scope.condition(resource.Condition ?? "")))
    return { absent: `its condition ${resource.Condition} is false` };
  const properties = explained(place, () => resolve(withoutIgnored(resource.Properties, type), scope));
  return type.make(properties, place, world);
}

function withoutIgnored(properties: unknown, type: ResourceType): unknown {
  return Object.keys(type.ignored).reduce(without, properties);
}

/** Carries out functions of the template, and says of which resource when one cannot be. */
function explained<Value>(place: Place, carryOut: () => Value): Value {
  try {
    return carryOut();
  } catch (error) {
    if (error instanceof Unresolvable) throw refused(place, error.message, error);
    throw error;
  }
}
