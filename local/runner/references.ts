/** Which resources of its own stack a template value speaks of, without resolving it. */
import { z } from "zod";

const record = z.record(z.string(), z.unknown());
const getAtt = z.union([z.string(), z.tuple([z.string()], z.unknown())]);
const sub = z.union([z.string(), z.tuple([z.string()], z.unknown())]);

/** The logical ids in `Ref`, `Fn::GetAtt` and `Fn::Sub`, however deep; parameters and pseudo parameters among them. */
export function references(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  const object = record.safeParse(value);
  if (!object.success) return [];
  return Object.entries(object.data).flatMap(([key, inner]) => [...direct(key, inner), ...references(inner)]);
}

function direct(key: string, value: unknown): readonly string[] {
  if (key === "Ref") return typeof value === "string" ? [value] : [];
  if (key === "Fn::GetAtt") {
    const named = getAtt.safeParse(value);
    if (!named.success) return [];
    return [typeof named.data === "string" ? logicalIdOf(named.data) : named.data[0]];
  }
  if (key !== "Fn::Sub") return [];
  const text = sub.safeParse(value);
  if (!text.success) return [];
  const pattern = typeof text.data === "string" ? text.data : text.data[0];
  return [...pattern.matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name = ""]) => logicalIdOf(name));
}

const logicalIdOf = (name: string): string => name.split(".")[0] ?? name;
