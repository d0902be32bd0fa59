/** What one file in `resources/` says of its type: what it implements, what it ignores and why, and how it is made. */
import { z } from "zod";
import { CannotStart } from "#local/services/dynamodb.ts";
import type { World } from "./world.ts";

/** Where in the assembly a resource stands. */
export interface Place {
  readonly stack: string;
  readonly logicalId: string;
  /** The construct's path without CDK's closing `/Resource`: `Comptoir/Storage/Orders`. */
  readonly path: string;
  readonly type: string;
}

/** What others get from a resource by `Ref` and `Fn::GetAtt`. */
export interface Values {
  readonly ref: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface ResourceType {
  readonly type: string;
  /** Property (`A.B`, `List[].B`, `Map.*.B`) -> why it makes no difference on one machine. */
  readonly ignored: Readonly<Record<string, string>>;
  /** Makes it from resolved properties that hold nothing ignored; CannotStart for what is not implemented. */
  make(properties: unknown, place: Place, world: World): Promise<Values>;
}

/**
 * Joins a type's data with its code. `properties` is a strict schema: whatever it does not know and `ignored` does not name
 * stops the start.
 */
export function resourceType<Properties>(definition: {
  readonly type: string;
  readonly properties: z.ZodType<Properties>;
  readonly ignored: Readonly<Record<string, string>>;
  make(properties: Properties, place: Place, world: World): Promise<Values>;
}): ResourceType {
  return {
    type: definition.type,
    ignored: definition.ignored,
    make: (properties, place, world) => {
      const checked = definition.properties.safeParse(properties);
      if (!checked.success) throw refused(place, complaint(checked.error));
      return definition.make(checked.data, place, world);
    },
  };
}

/** One clear sentence about one resource, for the person who started the shop. */
export const refused = (place: Place, why: string, cause?: unknown): CannotStart =>
  new CannotStart(`Stack ${place.stack}, ${place.logicalId} (${place.type}): ${why}.`, { cause });

/** The properties without those at a path like `Replicas[].Tags` (each item of a list) or `RouteSettings.*.Tags` (each key). */
export function without(value: unknown, path: string): unknown {
  const [head = "", ...rest] = path.split(".");
  const below = rest.join(".");
  const object = z.record(z.string(), z.unknown()).safeParse(value);
  if (!object.success) return value;
  if (head === "*")
    return Object.fromEntries(Object.entries(object.data).map(([key, inner]) => [key, without(inner, below)]));
  const key = head.replace("[]", "");
  const { [key]: inner, ...others } = object.data;
  if (inner === undefined || below === "") return others;
  if (head.endsWith("[]") && Array.isArray(inner))
    return { ...others, [key]: inner.map((item) => without(item, below)) };
  return { ...others, [key]: without(inner, below) };
}

function complaint(error: z.ZodError): string {
  // An unknown property says more than what is missing because of it.
  const issue = error.issues.find(({ code }) => code === "unrecognized_keys") ?? error.issues[0];
  const path = (issue?.path ?? []).map(String);
  if (issue?.code === "unrecognized_keys")
    return `the property ${[...path, issue.keys[0]].join(".")} is not implemented by the local stack`;
  return `the property ${path.join(".")} is not what the local stack implements: ${issue?.message ?? "invalid"}`;
}
