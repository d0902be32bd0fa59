/** The parts of a CloudFormation template that the runner reads, and the order in which its resources are made. */
import { z } from "zod";
import { references } from "./references.ts";

const resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
  DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
  Metadata: z.object({ "aws:cdk:path": z.string().optional() }).optional(),
});

export const template = z.object({
  Resources: z.record(z.string(), resource).default({}),
  Outputs: z
    .record(z.string(), z.object({ Value: z.unknown(), Export: z.object({ Name: z.unknown() }).optional() }))
    .default({}),
  Parameters: z.record(z.string(), z.object({ Type: z.string(), Default: z.unknown() })).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  /** Macros would have to be carried out first. */
  Transform: z.unknown().optional(),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
});

export type Template = z.infer<typeof template>;
export type Resource = z.infer<typeof resource>;

/** Logical ids so that whatever a resource refers to comes before it, as CloudFormation creates them. */
export function creationOrder(resources: Template["Resources"]): readonly string[] {
  const ordered = new Set<string>();
  const open = new Set<string>();
  const visit = (logicalId: string): void => {
    const resource = resources[logicalId];
    if (resource === undefined || ordered.has(logicalId) || open.has(logicalId)) return;
    open.add(logicalId);
    for (const id of [...references(resource.Properties), ...[resource.DependsOn ?? []].flat()]) visit(id);
    open.delete(logicalId);
    ordered.add(logicalId);
  };
  for (const logicalId of Object.keys(resources)) visit(logicalId);
  return [...ordered];
}
