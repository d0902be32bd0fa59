/** Whether the statements of a role allow what a call needs, and which of their permissions no call needed. */
import type { Need } from "./needs.ts";

export interface Statement {
  readonly effect: "Allow" | "Deny";
  /** With `*` and `?`, in any case. */
  readonly actions: readonly string[];
  /** ARNs with `*` and `?`. */
  readonly resources: readonly string[];
}

/** Allowed by one statement and denied by none, as IAM decides within one account. */
export function isAllowed(statements: readonly Statement[], need: Need): boolean {
  const fitting = statements.filter((statement) => covers(statement, need));
  return fitting.some(({ effect }) => effect === "Allow") && fitting.every(({ effect }) => effect === "Allow");
}

/** Each allowed action on each of its resources, alone, that none of the needs is covered by. */
export function unneeded(statements: readonly Statement[], needs: readonly Need[]): readonly Need[] {
  return statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ actions, resources }) =>
      actions.flatMap((action) => resources.map((resource) => ({ action, resource }))),
    )
    .filter(({ action, resource }) => {
      const alone: Statement = { effect: "Allow", actions: [action], resources: [resource] };
      return !needs.some((need) => covers(alone, need));
    });
}

const covers = ({ actions, resources }: Statement, { action, resource }: Need): boolean =>
  actions.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
  resources.some((pattern) => matches(pattern, resource));

/** `*` stands for any characters, `?` for one (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html). */
function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s").test(text);
}
