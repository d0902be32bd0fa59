/** A function's settings: its environment, checked once against the stage's schema. */

/** Any schema library's schema, as far as reading needs it (https://standardschema.dev). */
interface Schema<Output> {
  readonly "~standard": {
    readonly validate: (
      value: unknown,
    ) =>
      | { readonly value: Output; readonly issues?: undefined }
      | { readonly issues: readonly Issue[] }
      | Promise<unknown>;
  };
}

interface Issue {
  readonly message: string;
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined;
}

/** Names what is missing or wrong in the environment, never its value. */
export class SettingsIncomplete extends TypeError {
  override readonly name = "SettingsIncomplete";
}

/** The settings in the environment; SettingsIncomplete where they are not what the schema asks for. */
export function readSettings<Output>(schema: Schema<Output>, environment: NodeJS.ProcessEnv = process.env): Output {
  const result = schema["~standard"].validate(environment);
  if (result instanceof Promise) throw new TypeError("settings are checked without waiting");
  if (result.issues === undefined) return result.value;
  const names = result.issues.map((issue) => `${nameOf(issue)} (${issue.message})`);
  throw new SettingsIncomplete(`The environment is incomplete: ${names.join(", ")}`);
}

const nameOf = (issue: Issue): string =>
  (issue.path ?? []).map((part) => String(typeof part === "object" ? part.key : part)).join(".");
