/** Runs a synthesised CDK app on one machine: reads the assembly, makes its resources, drives its functions. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { CannotStart } from "#local/services/dynamodb.ts";
import { readAssembly } from "./assembly.ts";
import { deploy } from "./deploy.ts";
import { objectEvents } from "./events/object-events.ts";
import type { Outcome } from "./lambda/outcome.ts";
import type { Place } from "./resource.ts";
import { type RunnerResources, runnerResources } from "./runner-resources.ts";
import { scheduleClock } from "./schedules/clock.ts";
import { fire } from "./schedules/schedule.ts";
import { createWorld, type Endpoints, type Log, type World } from "./world.ts";

export interface RunnerOptions {
  /** The `cdk.out` folder. */
  readonly assembly: string;
  readonly endpoints: Endpoints;
  /** Added to every function's environment, over what the template says. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What the HTTP API's endpoint is in the template: where `handle` is served, without a closing slash. */
  readonly publicUrl: string;
  /** AWS::SSM::Parameter resources are written into it, and template parameters of SSM types read from it. */
  readonly parameters?: Map<string, string>;
  /** Where stream positions are kept between starts; without it a restart begins at the starting position again. */
  readonly stateFolder?: string;
  /** What functions print, and what goes wrong around them, line by line with the construct path it belongs to. */
  readonly log: Log;
  /** Called after the handler and before the delete of its messages; false leaves them in the queue, as a crash would. */
  readonly acknowledge?: World["acknowledge"];
  /** Subscribes to new objects of the object store. Without it, rules of the template never fire. */
  readonly onCreated?: World["onCreated"];
}

export interface Runner {
  /** Answers a request as the app's HTTP API does; 404 `{"message":"Not Found"}` where it has no route. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  readonly resources: RunnerResources;
  /** What functions find in AWS_REGION. */
  readonly region: string;
  /** Fires a schedule now, by its name, logical id or construct path; resolves when its target has it. */
  invokeSchedule(name: string): Promise<void>;
  /** Invokes a function by its name, logical id or construct path, past its triggers. */
  invokeFunction(name: string, event: unknown): Promise<Outcome>;
  /** Takes nothing new, waits a little for what runs, ends every process. Tables and queues stay. */
  stop(): Promise<void>;
}

/** How long invocations that still run at the end are waited for. */
const patienceMilliseconds = 3000;

/**
 * Starts an app. CannotStart, with one sentence that names stack, resource and property, for whatever of the template is
 * neither implemented nor on the list of what is ignored.
 */
export async function startRunner(options: RunnerOptions): Promise<Runner> {
  const stacks = readAssembly(options.assembly);
  const world = createWorld({
    endpoints: options.endpoints,
    publicUrl: options.publicUrl.replace(/\/$/, ""),
    environment: options.environment ?? {},
    region: stacks.find(({ region }) => region !== undefined)?.region ?? "us-east-1",
    stateFolder: options.stateFolder,
    compileCache: join(options.assembly, ".compile-cache"),
    parameters: options.parameters,
    log: options.log,
    acknowledge: options.acknowledge ?? (() => true),
    onCreated: options.onCreated,
  });
  await deploy(stacks, world);
  world.workers.push(scheduleClock(world), objectEvents(world));
  for (const { pool } of world.functions) pool.warm();
  for (const worker of world.workers) worker.start();
  return {
    handle: (request, response) => serve(world, request, response),
    resources: runnerResources(world),
    region: world.region,
    invokeSchedule: async (name) => fire(named(world.schedules, name), Date.now(), world),
    invokeFunction: async (name, event) => named(world.functions, name).invoke(event),
    stop: () => stop(world),
  };
}

async function serve(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [api] = world.apis;
  if (api) return api.handle(request, response);
  response.writeHead(404, { "content-type": "application/json" }).end('{"message":"Not Found"}');
}

function named<Thing extends { readonly name: string; readonly place: Place }>(
  things: readonly Thing[],
  name: string,
): Thing {
  const found = things.find((thing) => [thing.name, thing.place.logicalId, thing.place.path].includes(name));
  if (found === undefined)
    throw new CannotStart(`There is no ${name} here, only ${things.map(({ place }) => place.path).join(", ")}.`);
  return found;
}

async function stop(world: World): Promise<void> {
  const deadline = Date.now() + patienceMilliseconds;
  const ended = Promise.all(world.workers.map((worker) => worker.stop()));
  // A worker waits for its handlers. When their time is up they are ended, and their workers with them.
  await Promise.race([ended, pause(patienceMilliseconds, undefined, { ref: false })]);
  await Promise.all(world.functions.map(({ pool }) => pool.stop(Math.max(0, deadline - Date.now()))));
  await ended;
  world.sqs.destroy();
  world.s3?.destroy();
  world.dynamodb.destroy();
  world.streams.destroy();
}
