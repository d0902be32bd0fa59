/** Entry of the schedule that writes out what changed. */
import { exportIncrement, type IncrementDeps } from "./export-increment.ts";
import { wireIncrement } from "./wiring.ts";

let deps: IncrementDeps | undefined;

/** Scheduler's event says nothing that counts: what is due is in the ledger. */
export async function handler(): Promise<void> {
  deps ??= wireIncrement();
  await exportIncrement(deps);
}
