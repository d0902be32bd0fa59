/** Readers of nested parameters; the SDK's own types say which names an object must list here. */
import type { Field, RequiredField } from "./field.ts";
import { characters, text } from "./field.ts";
import type { FormTree, FormValue } from "./form.ts";
import { invalid, missingParameter, type Refusal, unknownParameters } from "./refusal.ts";

/** One reader for every parameter of the SDK's type `T`: leave one out, or name one too many, and it does not compile. */
export type FieldsOf<T> = {
  readonly [Name in keyof T]-?: object extends Pick<T, Name>
    ? Field<Exclude<T[Name], undefined>>
    : RequiredField<T[Name]>;
};

/** An object with exactly these parameters; `gone` words the refusal of names that Stripe used to know. */
export function object<T extends object>(
  fields: FieldsOf<T>,
  gone: Readonly<Record<string, (at: string) => Refusal>> = {},
): Field<T> {
  const list = Object.entries<Field<unknown>>(fields);
  const known = new Set(list.map(([name]) => name));
  return {
    read(raw, at) {
      if (typeof raw === "string") throw invalid("Invalid object", { param: at });
      refuseUnknown(raw, at, known, gone);
      const result: Record<string, unknown> = {};
      for (const [name, field] of list) {
        const value = raw.get(name);
        if (value !== undefined) result[name] = field.read(value, nameIn(at, name));
        else if (field.required === true) throw missingParameter(nameIn(at, name));
      }
      return result as T;
    },
  };
}

/** A list of up to `max` entries: `name[0]`, `name[1]`, or `name[]`. */
export function listOf<T>(entry: Field<T>, max = 100): Field<T[]> {
  return {
    read(raw, at) {
      if (typeof raw === "string" || [...raw.keys()].some((key) => !/^\d+$/.test(key))) {
        throw invalid("Invalid array", { param: at });
      }
      if (raw.size > max) throw invalid(`Array ${at} exceeded maximum ${max} allowed elements.`, { param: at });
      return [...raw].map(([key, value]) => entry.read(value, `${at}[${key}]`));
    },
  };
}

/** Stripe's metadata: at most 50 keys of 40 characters without brackets, values of 500; an empty value unsets. */
export function metadata(): Field<Record<string, string>> {
  return {
    read(raw, at) {
      if (typeof raw === "string") throw invalid("Invalid object", { param: at });
      if (raw.size > 50) throw invalid("You may only specify up to 50 metadata keys.", { param: at });
      return Object.fromEntries([...raw].map(([key, value]) => metadataEntry(key, value, at)).filter(isSet));
    },
  };
}

function metadataEntry(key: string, value: FormValue, at: string): readonly [string, string] {
  if (characters(key) > 40) {
    const param = `${at}[${key}]`;
    throw invalid(`Metadata keys can be up to 40 characters, but you passed ${characters(key)} characters.`, { param });
  }
  return [key, value === "" ? "" : text({ max: 500 }).read(value, `${at}[${key}]`)];
}

function isSet(entry: readonly [string, string]): boolean {
  return entry[1] !== "";
}

function refuseUnknown(
  raw: FormTree,
  at: string,
  known: ReadonlySet<string>,
  gone: Readonly<Record<string, (at: string) => Refusal>>,
): void {
  const [first, ...others] = [...raw.keys()].filter((name) => !known.has(name));
  if (first === undefined) return;
  const old = Object.hasOwn(gone, first) ? gone[first] : undefined;
  if (old !== undefined) throw old(nameIn(at, first));
  throw unknownParameters([nameIn(at, first), ...others.map((name) => nameIn(at, name))]);
}

function nameIn(at: string, name: string): string {
  return at === "" ? name : `${at}[${name}]`;
}
