/** The whole shop on one machine: services, stand-ins, the runner and the pages, started in the order they need. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { connectPage } from "#adapters/messenger/connect-page.ts";
import { readShopFolder } from "#adapters/shop/read-shop-folder.ts";
import { describeProblem } from "#adapters/shop/shop-problem.ts";
import { payload } from "#core/conversation/buttons.ts";
import type { Shop } from "#core/shop/shop.ts";
import type { PageId } from "#core/values/ids.ts";
import { describeEndpoints, type Endpoints } from "./endpoints.ts";
import { LocalExports } from "./exports/local-exports.ts";
import { fixedValues, localParameter } from "./fixed-values.ts";
import { type FrontDoor, frontDoor, type Handler, isFree } from "./front-door.ts";
import { startMessengerStandIn } from "./messenger/stand-in.ts";
import { namesOf } from "./pages/names-of.ts";
import { pages } from "./pages/pages.ts";
import { countedBy } from "./pages/shop-tables.ts";
import { type Runner, type RunnerOptions, startRunner } from "./runner/runner.ts";
import { CannotStart, startDynamoDb } from "./services/dynamodb.ts";
import { startTableExports } from "./services/exports/table-exports.ts";
import { startObjectStore } from "./services/object-store.ts";
import { startParameters } from "./services/parameters.ts";
import { startQueues } from "./services/queues.ts";
import { startStripeStandIn } from "./stripe/start-stripe-stand-in.ts";
import { synthesise } from "./synthesise.ts";

export interface StartOptions {
  /** Where pages and the HTTP API listen; 0 takes any free port. */
  readonly port: number;
  /** Where state is kept: tables, queues, threads, sessions, the assembly. */
  readonly folder: string;
  /** Begin with an empty shop. */
  readonly fresh?: boolean;
  /** The shop's own folder; `shop/` unless told. */
  readonly shopFolder?: string | undefined;
  /** A cloud assembly that was synthesised before; otherwise it is synthesised now. */
  readonly assembly?: string;
  /** Replaces the Messenger stand-in: `META_GRAPH_URL`. */
  readonly graphUrl?: string | undefined;
  /** Replaces the Stripe stand-in: `STRIPE_API_URL`. */
  readonly stripeUrl?: string | undefined;
  /**
   * Puts something between the functions and what they call: a proxy that records, fails or kills. The runner's own calls
   * pass it too; they bear the access key id `LOCALRUNNER`.
   */
  readonly between?: (services: CalledServices) => Promise<CalledServices>;
  /** After a handler, before its messages are deleted: false leaves them in the queue, as a crash would. */
  readonly acknowledge?: RunnerOptions["acknowledge"];
  /** What is being done now, for a person who waits. */
  readonly onProgress?: (step: string) => void;
  /** What the functions write, line by line. */
  readonly onLog?: (line: string) => void;
}

/** The addresses that functions call. */
export interface CalledServices {
  readonly dynamodb: string;
  readonly sqs: string;
  readonly s3: string;
  readonly parameters: string;
  readonly graph: string;
  readonly stripe: string;
}

export interface RunningShop {
  readonly endpoints: Endpoints;
  readonly runner: Runner;
  /** Stops everything, last started first. */
  stop(): Promise<void>;
}

/** Starts the shop and waits until it can sell; CannotStart, with nothing left running, when it cannot. */
export async function startShop(options: StartOptions): Promise<RunningShop> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).toReversed()) await each();
  };
  try {
    return { ...(await startAll(options, stops)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startAll(options: StartOptions, stops: (() => Promise<void>)[]): Promise<Omit<RunningShop, "stop">> {
  const started = <Part extends { stop(): Promise<void> | void }>(part: Part): Part => {
    stops.push(async () => part.stop());
    return part;
  };
  const progress = options.onProgress ?? (() => undefined);
  const door = await frontDoor(options.port);
  stops.push(() => door.close());
  const url = `http://localhost:${door.port}`;
  const kept = prepareFolder(options);
  progress("Synthesising the CDK app");
  const assembly = options.assembly ?? join(kept, "cdk.out");
  const shop = readShop(options.shopFolder);
  if (options.assembly === undefined) await synthesise({ into: assembly, shopFolder: options.shopFolder });

  progress("Starting tables, queues and the stand-ins for Messenger and Stripe");
  const { tables, queues, objects, parameters } = await startServices(kept, started);
  const { graph, stripe } = await startStandIns({ options, kept, url, shop: shop.settings.seller.name, started });
  if (options.graphUrl === undefined) await connectPage({ graphUrl: graph, ...localPage }, shop);

  progress("Starting the functions");
  const services = {
    dynamodb: tables.endpoint,
    sqs: queues.endpoint,
    s3: objects.endpoint,
    parameters: parameters.endpoint,
    graph,
    stripe,
  };
  const called = options.between ? await options.between(services) : services;
  tables.writeThrough(called.s3);
  const runner = started(
    await startRunner({
      assembly,
      endpoints: called,
      environment: {
        META_GRAPH_URL: called.graph,
        STRIPE_API_URL: called.stripe,
        MESSENGER_LINK_URL: `${url}/local/m.me`,
      },
      publicUrl: url,
      stateFolder: kept,
      log: options.onLog ?? (() => undefined),
      onCreated: (listener) => objects.onCreated(listener),
      ...(options.acknowledge && { acknowledge: options.acknowledge }),
    }),
  );
  const endpoints = describeEndpoints({ url, graph, stripe, tables, queues, objects, parameters, runner });
  openDoor({ door, runner, endpoints, shop, standIn: options.graphUrl === undefined, started });
  writeFileSync(join(kept, "endpoints.json"), `${JSON.stringify(endpoints, undefined, 2)}\n`);
  return { endpoints, runner };
}

/** The services that stand in for AWS. A server before the database answers the calls of exports, which the database lacks. */
async function startServices(kept: string, started: StandIns["started"]) {
  const database = started(await startDynamoDb({ file: join(kept, "dynamodb.db") }));
  const objects = started(await startObjectStore({ folder: join(kept, "objects") }));
  const front = await startTableExports({
    database,
    s3: objects.endpoint,
    folder: join(kept, "exports"),
  });
  return {
    tables: started(front),
    queues: started(await startQueues({ folder: join(kept, "queues") })),
    objects,
    parameters: started(await startParameters(localParameter)),
  };
}

const localPage = { pageId: fixedValues.pageId as PageId, token: fixedValues.pageToken };

/** The state's folder, emptied first when a fresh shop is wanted. */
function prepareFolder({ folder, fresh = false }: StartOptions): string {
  if (fresh) rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "queues"), { recursive: true });
  return folder;
}

function readShop(folder: string | undefined): Shop {
  const { shop, problems } = readShopFolder(folder ?? fileURLToPath(new URL("../shop", import.meta.url)));
  if (shop) return shop;
  throw new CannotStart(`The shop folder cannot be used:\n${problems.map(describeProblem).join("\n")}`);
}

interface StandIns {
  readonly options: StartOptions;
  readonly kept: string;
  readonly url: string;
  readonly shop: string;
  readonly started: <Part extends { stop(): Promise<void> | void }>(part: Part) => Part;
}

/** Stand-ins for what no other address was given for. */
async function startStandIns({
  options,
  kept,
  url,
  shop,
  started,
}: StandIns): Promise<Record<"graph" | "stripe", string>> {
  const graph =
    options.graphUrl ??
    started(
      await startMessengerStandIn({
        ...(await samePort(options.port, 1)),
        page: { id: fixedValues.pageId, token: fixedValues.pageToken },
        appSecret: fixedValues.appSecret,
        verifyToken: fixedValues.verifyToken,
        callbackUrl: `${url}/webhooks/messenger`,
        dataFile: join(kept, "messenger.jsonl"),
      }),
    ).url;
  const stripe =
    options.stripeUrl ??
    started(
      await startStripeStandIn({
        ...(await samePort(options.port, 2)),
        key: fixedValues.stripeKey,
        webhookSecret: fixedValues.stripeWebhookSecret,
        webhookUrl: `${url}/webhooks/stripe`,
        dataFile: join(kept, "stripe.json"),
        sellerName: shop,
      }),
    ).url;
  return { graph, stripe };
}

/** The port beside the shop's, so that addresses in old threads stay good over a restart; any other where it is taken. */
async function samePort(port: number, offset: number): Promise<{ port?: number }> {
  return port !== 0 && (await isFree(port + offset)) ? { port: port + offset } : {};
}

interface Door {
  readonly door: FrontDoor;
  readonly runner: Runner;
  readonly endpoints: Endpoints;
  readonly shop: Shop;
  readonly standIn: boolean;
  readonly started: StandIns["started"];
}

/** Lets requests in: pages first, the HTTP API for the rest. */
function openDoor({ door, runner, endpoints, shop, standIn, started }: Door): void {
  const api: Handler = async (request, response) => {
    await runner.handle(request, response);
    return true;
  };
  if (!standIn) return door.open([api]);
  const page = started(
    pages({
      messengerUrl: endpoints.graph,
      pageId: fixedValues.pageId,
      shopName: shop.settings.seller.name,
      getStarted: payload.start,
      dynamodb: { endpoint: endpoints.dynamodb, tables: endpoints.tables, counted: countedBy(shop) },
      names: namesOf(shop),
      timeZone: shop.settings.timeZone,
      exports: new LocalExports(endpoints),
      publicUrl: endpoints.shop,
      links: [
        { label: "Messenger", url: `${endpoints.graph}/control/ledger` },
        { label: "Stripe", url: `${endpoints.stripe}/control/ledger` },
      ],
    }),
  );
  return door.open([page, api]);
}
