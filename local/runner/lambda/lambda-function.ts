/** A function as the routes, sources and schedules of the template see it. */
import type { Place } from "../resource.ts";
import type { FunctionPool } from "./function-pool.ts";
import type { Outcome } from "./outcome.ts";

export interface LambdaFunction {
  readonly place: Place;
  readonly name: string;
  readonly arn: string;
  /** The one its calls to other services bear. */
  readonly accessKeyId: string;
  readonly pool: FunctionPool;
  /** Runs the handler and waits for its end. */
  invoke(event: unknown): Promise<Outcome>;
}

/** The function that a template names by name or ARN, with or without `:$LATEST`. */
export function functionNamed(functions: readonly LambdaFunction[], name: string): LambdaFunction | undefined {
  const plain = name.replace(/:\$LATEST$/, "");
  return functions.find((candidate) => candidate.name === plain || candidate.arn === plain);
}
