/** The app as `cdk synth` builds it, with the flags of cdk.json, and its templates in words a test can compare. */
import { readFileSync } from "node:fs";
import { App } from "aws-cdk-lib/core";
import { readDeployment } from "#lib/settings.ts";
import { buildShop, type ShopStacks } from "#lib/shop-app.ts";

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}
export type Template = Readonly<Record<string, Resource>>;

/** An app with the context of cdk.json and more. */
export function anApp(context: Readonly<Record<string, unknown>> = {}): App {
  const { context: flags } = JSON.parse(readFileSync("cdk.json", "utf8")) as { context: Record<string, unknown> };
  return new App({ context: { ...flags, ...context } });
}

export interface Synthesised {
  readonly outdir: string;
  readonly shop: Template;
  readonly storage: Template;
  readonly isProtected: (stack: "shop" | "storage") => boolean;
}

/** Builds and synthesises; `plant` may add to the stacks before. */
export function synthesise(app: App = anApp(), plant: (stacks: ShopStacks) => void = () => undefined): Synthesised {
  const stacks = buildShop(app, readDeployment(app.node));
  plant(stacks);
  const assembly = app.synth();
  const resources = (name: string): Template =>
    (assembly.getStackByName(name).template as { Resources: Template }).Resources;
  return {
    outdir: assembly.directory,
    shop: resources(stacks.shop.stackName),
    storage: resources(stacks.storage.stackName),
    isProtected: (stack) => assembly.getStackByName(stacks[stack].stackName).terminationProtection === true,
  };
}

/** The resources of a type by logical id, without the hash at its end. */
export function ofType(template: Template, type: string): ReadonlyMap<string, Resource> {
  return new Map(
    Object.entries(template)
      .filter(([, resource]) => resource.Type === type)
      .map(([id, resource]) => [withoutHash(id), resource]),
  );
}

const withoutHash = (id: string): string => id.replace(/[0-9A-F]{8}$/, "");

/** A function's name as its settings give it: `messenger-webhook`. */
export const nameOfFunction = (resource: Resource): string =>
  textAt(variablesOf(resource), "POWERTOOLS_SERVICE_NAME").replace(/^production-/, "");

/** A function's environment. */
export const variablesOf = (resource: Resource): Readonly<Record<string, unknown>> =>
  at(resource.Properties, "Environment", "Variables") as Record<string, unknown>;

/** What stands in a template under these keys and places, undefined where a step is missing. */
export function at(from: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null ? (value as Record<string, unknown>)[step] : undefined,
    from,
  );
}

/** The text under these keys; an error for anything else. */
export function textAt(from: unknown, ...path: readonly (string | number)[]): string {
  const value = at(from, ...path);
  if (typeof value !== "string") throw new TypeError(`no text at ${path.join(".")}`);
  return value;
}

/** The list under these keys; an error for anything else. */
export function listAt(from: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const value: unknown = at(from, ...path);
  if (!Array.isArray(value)) throw new TypeError(`no list at ${path.join(".")}`);
  return value as unknown[];
}

/** A value of a template in words: `Orders`, `PaymentsQueue`, `/comptoir/…`. */
export function inWords(value: unknown): string {
  if (typeof value === "string") return value;
  const [intrinsic, argument] = Object.entries(value as Record<string, unknown>)[0] ?? [];
  if (intrinsic === "Ref") return withoutHash(String(argument));
  if (intrinsic === "Fn::GetAtt") return withoutHash(String((argument as unknown[])[0]));
  if (intrinsic === "Fn::GetStackOutput") {
    const name = textAt(argument, "OutputName");
    return /Storage([A-Z][A-Za-z]+?)[0-9A-F]{8}/.exec(name)?.[1] ?? name;
  }
  if (intrinsic === "Fn::Join") return (argument as [string, unknown[]])[1].map(inWords).join("");
  throw new Error(`no words for ${intrinsic}`);
}

/** What a function's role allows, one line per action and resource, sorted. */
export function allowedTo(template: Template, lambda: Resource): readonly string[] {
  const role = textAt(lambda.Properties, "Role", "Fn::GetAtt", 0);
  const policies = Object.values(template).filter(
    ({ Type, Properties }) =>
      Type === "AWS::IAM::Policy" && (Properties["Roles"] as { Ref: string }[]).some(({ Ref }) => Ref === role),
  );
  const statements = policies.flatMap(
    ({ Properties }) => listAt(Properties, "PolicyDocument", "Statement") as Statement[],
  );
  return statements
    .flatMap(({ Action, Resource }) =>
      [Action].flat().flatMap((action) => [Resource].flat().map((resource) => `${action} ${inWords(resource)}`)),
    )
    .map((line) => line.replace("arn:AWS::Partition:ssm:AWS::Region:AWS::AccountId:parameter", ""))
    .sort();
}

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}
