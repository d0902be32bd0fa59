/** Proxies before tables, queues and parameters that keep every call with the key it was signed with. */

import type { Runner } from "#local/runner/runner.ts";
import type { CalledServices } from "#local/start.ts";
import { type Call, type Proxy, startProxy } from "#test/support/proxy.ts";
import { testKey } from "#test/support/test-key.ts";
import type { AwsCall } from "./recorded-calls.ts";

export interface Recording {
  /** For `StartOptions.between`; Messenger and Stripe stay as they are. */
  readonly between: (services: CalledServices) => Promise<CalledServices>;
  readonly calls: readonly AwsCall[];
  stop(): Promise<void>;
}

/** A recording; `runner` gives the functions' keys as soon as it is there. */
export function recording(runner: () => Pick<Runner, "resources"> | undefined): Recording {
  const calls: AwsCall[] = [];
  const proxies: Proxy[] = [];
  const keep = ({ service, accessKeyId, operation, body, resources: [object] }: Call): void => {
    if (accessKeyId === testKey.accessKeyId || accessKeyId === thePerson) return;
    calls.push({ accessKeyId, operation, body, ...(service === "s3" && object !== undefined && { object }) });
  };
  const before = async (service: Call["service"], target: string): Promise<string> => {
    const proxy = await startProxy({
      service,
      target,
      functions: () => runner()?.resources.functions ?? [],
      onCall: (call) => {
        keep(call);
        return { do: "pass" };
      },
      onAnswer: (call) => {
        // Those of functions were kept when they came.
        if (call.function === undefined) keep(call);
      },
    });
    proxies.push(proxy);
    return proxy.url;
  };
  return {
    between: async (services) => ({
      ...services,
      dynamodb: await before("dynamodb", services.dynamodb),
      sqs: await before("sqs", services.sqs),
      s3: await before("s3", services.s3),
      parameters: await before("parameters", services.parameters),
    }),
    calls,
    stop: async () => {
      for (const proxy of proxies) await proxy.stop();
    },
  };
}

/** The key of a person who exports by hand; DynamoDB writes in that name. */
const thePerson = "MERCHANT";
