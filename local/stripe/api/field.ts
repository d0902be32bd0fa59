/** Readers of single parameters: each takes the form's text, checks it as Stripe does and gives the SDK's type. */
import type { FormValue } from "./form.ts";
import { invalid, notSupported } from "./refusal.ts";

/** Reads one parameter; `at` is its full name in bracket form, for the refusal. */
export interface Field<out T> {
  readonly read: (raw: FormValue, at: string) => T;
  readonly required?: boolean;
}

export interface RequiredField<out T> extends Field<T> {
  readonly required: true;
}

/** The same reader, refused when the parameter is absent. */
export function required<T>(field: Field<T>): RequiredField<T> {
  return { read: field.read, required: true };
}

/** Text up to `max` characters (Stripe's general limit is 5000); an empty value is Stripe's way to unset, refused. */
export function text({ max = 5000 }: { max?: number } = {}): Field<string> {
  return {
    read(raw, at) {
      if (typeof raw !== "string") throw invalid(`Invalid string: ${describe(raw)}`, { param: at });
      if (raw === "") throw emptyValue(at);
      if (characters(raw) > max) {
        throw invalid(`Invalid string: ${raw.slice(0, 12)}...${raw.slice(-6)}; must be at most ${max} characters`, {
          param: at,
        });
      }
      return raw;
    },
  };
}

/** A whole number between `min` and `max`. */
export function integer({ min, max }: { min: number; max: number }): Field<number> {
  return {
    read(raw, at) {
      if (typeof raw !== "string" || !/^-?\d{1,15}$/.test(raw)) {
        throw invalid(`Invalid integer: ${describe(raw)}`, { code: "parameter_invalid_integer", param: at });
      }
      const value = Number(raw);
      if (value < min) {
        const code = "parameter_invalid_integer";
        throw invalid(`This value must be greater than or equal to ${min}.`, { code, param: at });
      }
      if (value > max) {
        const code = "parameter_invalid_integer";
        throw invalid(`This value must be less than or equal to ${max}.`, { code, param: at });
      }
      return value;
    },
  };
}

/** `true` or `false`. */
export function flag(): Field<boolean> {
  return {
    read(raw, at) {
      if (raw !== "true" && raw !== "false") throw invalid(`Invalid boolean: ${describe(raw)}`, { param: at });
      return raw === "true";
    },
  };
}

/** One of Stripe's values; those in `unsupported` exist there and are not done here. */
export function oneOf<const T extends string>(values: readonly T[], unsupported: readonly string[] = []): Field<T> {
  return {
    read(raw, at) {
      const found = values.find((value) => value === raw);
      if (found !== undefined) return found;
      if (typeof raw === "string" && unsupported.includes(raw)) throw notSupported(`\`${at}=${raw}\``, at);
      throw invalid(`Invalid ${at}: must be one of ${enumerated([...values, ...unsupported])}`, { param: at });
    },
  };
}

/** A switch that may be sent, but only in this position. */
export function only<const T extends boolean>(value: T): Field<T> {
  return {
    read(raw, at) {
      if (flag().read(raw, at) !== value) throw notSupported(`\`${at}=${String(!value)}\``, at);
      return value;
    },
  };
}

/** A parameter that the SDK lists and this stand-in does not do. */
export const unsupported: Field<never> = {
  read(_raw, at) {
    throw notSupported(`The parameter \`${at}\``, at);
  },
};

/** An address on the web; `https` alone where Stripe fetches it itself. */
export function webAddress({ protocols = ["http:", "https:"], max = 5000 } = {}): Field<string> {
  return {
    read(raw, at) {
      const address = text({ max }).read(raw, at);
      if (!URL.canParse(address) || !protocols.includes(new URL(address).protocol)) {
        throw invalid("Not a valid URL", { code: "url_invalid", param: at });
      }
      return address;
    },
  };
}

/** An e-mail address, by its rough form. */
export function email(): Field<string> {
  return {
    read(raw, at) {
      const address = text({ max: 512 }).read(raw, at);
      if (!isEmail(address)) throw invalid(`Invalid email address: ${address}`, { code: "email_invalid", param: at });
      return address;
    },
  };
}

/** How long Stripe finds a text. */
export function characters(text: string): number {
  return Array.from(text).length;
}

/** Whether text has the form of an e-mail address. */
export function isEmail(address: string): boolean {
  return /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(address);
}

function emptyValue(at: string): Error {
  return invalid(
    `You passed an empty string for '${at}'. We assume empty values are an attempt to unset a parameter; however '${at}' cannot be unset. You should remove '${at}' from your request or supply a non-empty value.`,
    { code: "parameter_invalid_empty", param: at },
  );
}

function enumerated(values: readonly string[]): string {
  return values.length < 2 ? values.join("") : `${values.slice(0, -1).join(", ")}, or ${values.at(-1)}`;
}

function describe(raw: FormValue): string {
  return typeof raw === "string" ? raw : "{...}";
}
