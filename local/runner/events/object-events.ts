/** Invokes the targets of EventBridge rules for new objects of the object store, as S3 does through EventBridge. */
import { randomUUID } from "node:crypto";
import type { CreatedObject } from "#local/services/object-store.ts";
import type { LambdaFunction } from "../lambda/lambda-function.ts";
import type { Place } from "../resource.ts";
import type { Bucket, Worker, World } from "../world.ts";
import type { EventPattern } from "./event-pattern.ts";
import { invokeLater } from "./invoke-later.ts";

/** A rule of the default event bus. */
export interface Rule {
  readonly place: Place;
  readonly takes: EventPattern;
  readonly targets: readonly LambdaFunction[];
}

/** The worker that does it, for every bucket that has EventBridge notifications on. */
export function objectEvents(world: World): Worker {
  const running = new Set<Promise<void>>();
  let end: (() => void) | undefined;
  const onCreated = (created: CreatedObject): void => {
    const bucket = world.buckets.find(({ name }) => name === created.bucket);
    if (!bucket?.tellsEvents) return;
    const event = eventOf(created, bucket, world);
    for (const rule of world.rules.filter(({ takes }) => takes(event)))
      for (const target of rule.targets) {
        const run = invokeLater(target, event, world)
          .catch((error: unknown) => world.log(`cannot be invoked: ${String(error)}`, target.place.path))
          .finally(() => running.delete(run));
        running.add(run);
      }
  };
  return {
    start: () => {
      end = world.onCreated?.(onCreated);
    },
    stop: async () => {
      end?.();
      await Promise.all(running);
    },
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
const eventOf = ({ key, size, etag, reason }: CreatedObject, bucket: Bucket, world: World) => ({
  version: "0",
  id: randomUUID(),
  "detail-type": "Object Created",
  source: "aws.s3",
  account: world.account,
  time: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
  region: world.region,
  resources: [bucket.arn],
  detail: {
    version: "0",
    bucket: { name: bucket.name },
    object: { key, size, etag, sequencer: Date.now().toString(16).toUpperCase().padStart(18, "0") },
    "request-id": randomUUID().replaceAll("-", "").slice(0, 16).toUpperCase(),
    requester: world.account,
    "source-ip-address": "127.0.0.1",
    reason,
  },
});
