/** One call of the API: its address, its parameters, and what it does once they are sound. */
import type { Account } from "../account/account.ts";
import type { Field } from "./field.ts";
import type { FormTree } from "./form.ts";

/** A call in two steps: checking (refusals are not kept for the idempotency key), then doing. */
export interface Operation {
  readonly method: "GET" | "POST";
  /** `:id` stands for one segment. */
  readonly path: string;
  /** Paths that may be expanded. */
  readonly expandable: readonly string[];
  readonly prepare: (account: Account, form: FormTree, id: string) => Prepared;
}

export interface Prepared {
  readonly expand: readonly string[];
  readonly run: () => object;
}

/** An operation whose parameters are read by `parameters`. */
export function operation<Params extends { expand?: string[] }>(
  address: `${"GET" | "POST"} ${string}`,
  parameters: Field<Params>,
  expandable: readonly string[],
  prepare: (account: Account, params: Params, id: string) => () => object,
): Operation {
  const [method, path] = address.split(" ");
  return {
    method: method === "POST" ? "POST" : "GET",
    path: path ?? "",
    expandable,
    prepare(account, form, id) {
      const params = parameters.read(form, "");
      return { expand: params.expand ?? [], run: prepare(account, params, id) };
    },
  };
}

/** The id in a path that has the operation's form, an empty one where it has no `:id`, or nothing. */
export function idIn(path: string, operation: Operation): string | undefined {
  const given = path.split("/");
  const wanted = operation.path.split("/");
  if (given.length !== wanted.length) return undefined;
  let id = "";
  for (const [index, part] of wanted.entries()) {
    const segment = given[index] ?? "";
    if (part === ":id" && segment !== "") id = segment;
    else if (part !== segment) return undefined;
  }
  return id;
}
