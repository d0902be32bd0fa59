/** What a runner tells others of the resources it made, so that they can find "the Orders table" or a function's processes. */
import type { World } from "./world.ts";

/** How a resource is called in the template and here. */
export interface Named {
  readonly stack: string;
  readonly logicalId: string;
  /** The construct path in the app, without CDK's closing `/Resource`: `Comptoir/Storage/Orders`. */
  readonly path: string;
  readonly name: string;
}

export interface RunnerResources {
  readonly tables: readonly (Named & { readonly arn: string })[];
  readonly queues: readonly (Named & { readonly arn: string; readonly url: string })[];
  readonly buckets: readonly Named[];
  /** `processIds` are those at the moment of reading. */
  readonly functions: readonly (Named & { readonly accessKeyId: string; readonly processIds: readonly number[] })[];
  readonly schedules: readonly (Named & { readonly accessKeyId: string })[];
  /** Route keys of the HTTP API, such as `POST /webhooks/stripe`. */
  readonly routes: readonly string[];
}

export const runnerResources = (world: World): RunnerResources => ({
  tables: world.tables.map((table) => ({ ...named(table), arn: table.arn })),
  queues: world.queues.map((queue) => ({ ...named(queue), arn: queue.arn, url: queue.url })),
  buckets: world.buckets.map(named),
  functions: world.functions.map((lambda) => ({
    ...named(lambda),
    accessKeyId: lambda.accessKeyId,
    get processIds() {
      return lambda.pool.processIds;
    },
  })),
  schedules: world.schedules.map((schedule) => ({ ...named(schedule), accessKeyId: schedule.accessKeyId })),
  routes: world.apis.flatMap(({ routes }) => [...routes.keys()]),
});

const named = ({ place, name }: { readonly place: Omit<Named, "name">; readonly name: string }): Named => ({
  stack: place.stack,
  logicalId: place.logicalId,
  path: place.path,
  name,
});
