/** Finds a row maker by its module's address and its name. */
import type { MakeRows, RowMaker } from "./reading.ts";

/** The function that makes rows, with its options. Rejects where the module has none of that name. */
export async function makerOf<Rows>({ module, name, options }: RowMaker): Promise<MakeRows<Rows>> {
  const exports = (await import(module)) as Record<
    string,
    (options: unknown) => MakeRows<Rows> | Promise<MakeRows<Rows>>
  >;
  const make = await exports[name]?.(options);
  if (make === undefined) throw new TypeError(`${module} exports no ${name}`);
  return make;
}
