/** Reads a synthesised CDK assembly: its stacks in the order of their dependencies, and where each asset lies. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { CannotStart } from "#local/services/dynamodb.ts";
import { type Template, template } from "./template.ts";

export interface Stack {
  readonly name: string;
  readonly template: Template;
  /** The folder or file of each asset by the key under which a deployment uploads it (`<hash>.zip`). */
  readonly assets: ReadonlyMap<string, string>;
  /** Undefined where the stack leaves it open until it is deployed. */
  readonly region: string | undefined;
}

const manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      environment: z.string().optional(),
      dependencies: z.array(z.string()).optional(),
      properties: z
        .object({
          templateFile: z.string(),
          stackName: z.string(),
          file: z.string(),
          directoryName: z.string(),
        })
        .partial()
        .optional(),
    }),
  ),
});

const assetManifest = z.object({
  files: z
    .record(
      z.string(),
      z.object({
        source: z.object({ path: z.string().optional() }),
        destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
      }),
    )
    .default({}),
});

type Artifacts = z.infer<typeof manifest>["artifacts"];

/** The stacks of an assembly (a `cdk.out` folder), nested assemblies included; CannotStart when it cannot be read. */
export function readAssembly(folder: string): readonly Stack[] {
  const { artifacts } = readJson(join(folder, "manifest.json"), manifest);
  return inOrder(artifacts).flatMap((id): readonly Stack[] => {
    const artifact = artifacts[id];
    if (artifact?.type === "cdk:cloud-assembly" && artifact.properties?.directoryName)
      return readAssembly(join(folder, artifact.properties.directoryName));
    if (artifact?.type !== "aws:cloudformation:stack" || !artifact.properties?.templateFile) return [];
    const region = artifact.environment?.split("/").at(-1);
    return [
      {
        name: artifact.properties.stackName ?? id,
        template: readJson(join(folder, artifact.properties.templateFile), template),
        assets: assetsOf(folder, artifact.dependencies ?? [], artifacts),
        region: region === "unknown-region" ? undefined : region,
      },
    ];
  });
}

function inOrder(artifacts: Artifacts): readonly string[] {
  const ordered = new Set<string>();
  const visit = (id: string): void => {
    if (ordered.has(id)) return;
    for (const dependency of artifacts[id]?.dependencies ?? []) visit(dependency);
    ordered.add(id);
  };
  for (const id of Object.keys(artifacts)) visit(id);
  return [...ordered];
}

function assetsOf(folder: string, dependencies: readonly string[], artifacts: Artifacts): ReadonlyMap<string, string> {
  const manifests = dependencies.flatMap((id) =>
    artifacts[id]?.type === "cdk:asset-manifest" ? (artifacts[id].properties?.file ?? []) : [],
  );
  const assets = new Map<string, string>();
  for (const asset of manifests.flatMap((file) => Object.values(readJson(join(folder, file), assetManifest).files))) {
    const { path } = asset.source;
    for (const { objectKey } of Object.values(asset.destinations))
      if (path !== undefined) assets.set(objectKey, join(folder, path));
  }
  return assets;
}

function readJson<Value>(file: string, schema: z.ZodType<Value>): Value {
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (cause) {
    throw new CannotStart(`${file} is not part of a synthesised assembly.`, { cause });
  }
}
