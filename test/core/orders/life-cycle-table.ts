/** What a table of the life cycle can be checked for, and how the docs draw it. */
import type { LifeCycle } from "#core/orders/life-cycle.ts";

/** What is wrong with a table, one sentence each; nothing for a sound one. */
export function faultsOf<Status extends string>(cycle: LifeCycle<Status>): readonly string[] {
  const known = new Set(cycle.statuses);
  const steps = cycle.transitions.map((step) => `${step.from} -> ${step.to}`);
  const reached = reachable(cycle);
  const leavable = new Set(cycle.transitions.map((step) => step.from));
  return [
    ...cycle.transitions.flatMap((step) =>
      [step.from, step.to].filter((each) => !known.has(each)).map((each) => `${each} is no status`),
    ),
    ...cycle.transitions.filter((step) => step.from === step.to).map((step) => `${step.from} leads to itself`),
    ...cycle.transitions.filter((step) => step.when === "").map((step) => `${step.from} -> ${step.to} has no cause`),
    ...steps.filter((step, index) => steps.indexOf(step) !== index).map((step) => `${step} is there twice`),
    ...cycle.statuses.filter((status) => !reached.has(status)).map((status) => `${status} is never reached`),
    ...cycle.statuses
      .filter((status) => leavable.has(status) === cycle.ends.includes(status))
      .map((status) => (leavable.has(status) ? `${status} is an end with a way on` : `${status} has no way on`)),
  ];
}

/** The table as a Mermaid state diagram. */
export function chartOf<Status extends string>(cycle: LifeCycle<Status>): string {
  return [
    "stateDiagram-v2",
    `    [*] --> ${cycle.start}`,
    ...cycle.transitions.map((step) => `    ${step.from} --> ${step.to}: ${step.when}`),
    ...cycle.ends.map((status) => `    ${status} --> [*]`),
  ].join("\n");
}

function reachable<Status extends string>(cycle: LifeCycle<Status>): ReadonlySet<Status> {
  const reached = new Set<Status>([cycle.start]);
  for (const status of reached) {
    for (const step of cycle.transitions) if (step.from === status) reached.add(step.to);
  }
  return reached;
}
