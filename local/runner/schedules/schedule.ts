/** A schedule of the template: fires by the clock or by hand, delivers to its target, tries again, gives up to its queue. */
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Place } from "../resource.ts";
import type { World } from "../world.ts";
import type { Expression } from "./expression.ts";

export interface Schedule {
  readonly place: Place;
  readonly name: string;
  readonly arn: string;
  /** The one its calls to other services bear, so that they can be told apart from other schedules'. */
  readonly accessKeyId: string;
  readonly enabled: boolean;
  readonly expression: Expression;
  readonly target: Target;
  readonly retries: number;
  readonly maximumAgeSeconds: number;
  readonly deadLetterQueueUrl: string | undefined;
}

export interface Target {
  /** With `<aws.scheduler.…>` where the time of the firing belongs; undefined for Scheduler's own event. */
  readonly input: string | undefined;
  /** Hands over the input once; throws where that fails. */
  deliver(input: string): Promise<void>;
}

/**
 * Fires a schedule for a time (milliseconds): resolves when its target has it or, after the last try, its dead-letter queue.
 * Throws the target's last error where there is no such queue.
 */
export async function fire(schedule: Schedule, scheduledAt: number, world: World): Promise<void> {
  const began = Date.now();
  for (let attempt = 1; ; attempt += 1) {
    const input = inputFor(schedule, scheduledAt, attempt, world);
    try {
      await schedule.target.deliver(input);
      return;
    } catch (error) {
      const isLast = attempt > schedule.retries || Date.now() - began > schedule.maximumAgeSeconds * 1000;
      world.log(`attempt ${attempt} failed: ${String(error)}`, schedule.place.path);
      if (isLast) return giveUp(schedule, input, error, world);
    }
    await pause(Math.min(60_000, 1000 * 2 ** (attempt - 1)), undefined, { ref: false });
  }
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
function inputFor(schedule: Schedule, scheduledAt: number, attempt: number, world: World): string {
  const time = new Date(scheduledAt).toISOString().replace(/\.\d+Z$/, "Z");
  const text = schedule.target.input ?? JSON.stringify(ownEvent(schedule, time, world));
  return text
    .replaceAll("<aws.scheduler.schedule-arn>", schedule.arn)
    .replaceAll("<aws.scheduler.scheduled-time>", time)
    .replaceAll("<aws.scheduler.execution-id>", randomUUID())
    .replaceAll("<aws.scheduler.attempt-number>", String(attempt));
}

const ownEvent = (schedule: Schedule, time: string, world: World) => ({
  version: "0",
  id: randomUUID(),
  "detail-type": "Scheduled Event",
  source: "aws.scheduler",
  account: world.account,
  time,
  region: world.region,
  resources: [schedule.arn],
  detail: "{}",
});

async function giveUp(schedule: Schedule, input: string, error: unknown, world: World): Promise<void> {
  if (schedule.deadLetterQueueUrl === undefined) throw error;
  const sqs = new SQSClient({ ...credentialsOf(schedule.accessKeyId, world), endpoint: world.endpoints.sqs });
  await sqs.send(new SendMessageCommand({ QueueUrl: schedule.deadLetterQueueUrl, MessageBody: input }));
  sqs.destroy();
}

/** How a schedule's own calls are signed. */
export const credentialsOf = (accessKeyId: string, { region }: Pick<World, "region">) => ({
  region,
  credentials: { accessKeyId, secretAccessKey: "local" },
});
