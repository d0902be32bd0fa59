/** With `CHECK_PRIVILEGES` set, every shop that any test opens is held against its roles when it stops. */
import type { Runner } from "#local/runner/runner.ts";
import type { StartOptions } from "#local/start.ts";
import { neededBy, refusedCalls } from "./recorded-calls.ts";
import { recording } from "./recording.ts";
import { rolesOf } from "./roles.ts";

export interface Watched {
  /** The test's own proxies nearer to the functions, these behind them. */
  readonly between: NonNullable<StartOptions["between"]>;
  /** Throws when a function asked for something that its role does not allow. */
  check(runner: Runner): void;
  stop(): Promise<void>;
}

/** Undefined without the switch. */
export function watchedServices(assembly: string, between: StartOptions["between"]): Watched | undefined {
  if (!process.env["CHECK_PRIVILEGES"]) return undefined;
  // Calls are told apart by their access key only: behind a test's own proxy the calling process is not visible.
  const recorded = recording(() => undefined);
  return {
    between: async (services) => {
      const seen = await recorded.between(services);
      return between ? between(seen) : seen;
    },
    check: (runner) => {
      const roles = rolesOf(assembly, runner);
      const refused = refusedCalls(neededBy(recorded.calls, roles), roles);
      if (refused.length > 0) throw new Error(`not allowed by the template's roles:\n${refused.join("\n")}`);
    },
    stop: () => recorded.stop(),
  };
}
