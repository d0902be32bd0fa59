/** Where everything of a running local shop is: written to `endpoints.json` for outside clients. */
import { fixedValues } from "./fixed-values.ts";
import type { Runner } from "./runner/runner.ts";
import type { LocalService } from "./services/dynamodb.ts";

export interface Endpoints {
  /** The page to open, and the base of the HTTP API's routes. */
  readonly shop: string;
  readonly webhooks: { readonly messenger: string; readonly stripe: string };
  /** `META_GRAPH_URL` of the functions. */
  readonly graph: string;
  /** `STRIPE_API_URL` of the functions. */
  readonly stripe: string;
  readonly dynamodb: string;
  readonly sqs: string;
  readonly s3: string;
  readonly parameters: string;
  readonly region: string;
  readonly tables: {
    readonly sessions: string;
    readonly orders: string;
    readonly stock: string;
    readonly exports: string;
  };
  readonly buckets: { readonly exports: string };
  readonly queues: Readonly<
    Record<"conversation" | "payments" | "conversationDeadLetters" | "paymentsDeadLetters", string>
  >;
  readonly values: typeof fixedValues;
  /** Process ids: the runner, the database, and per function those that are warm. */
  readonly processes: {
    readonly runner: number;
    readonly dynamodb?: number;
    readonly functions: Readonly<Record<string, readonly number[]>>;
  };
}

interface Parts {
  readonly url: string;
  readonly graph: string;
  readonly stripe: string;
  readonly tables: LocalService;
  readonly queues: LocalService;
  readonly objects: LocalService;
  readonly parameters: LocalService;
  readonly runner: Runner;
}

/** The addresses and names of these parts; a RangeError when the template lacks what every shop has. */
export function describeEndpoints({
  url,
  graph,
  stripe,
  tables,
  queues,
  objects,
  parameters,
  runner,
}: Parts): Endpoints {
  const table = (path: string): string => find(runner.resources.tables, path).name;
  const queue = (path: string): string => find(runner.resources.queues, path).url;
  return {
    shop: url,
    webhooks: { messenger: `${url}/webhooks/messenger`, stripe: `${url}/webhooks/stripe` },
    graph,
    stripe,
    dynamodb: tables.endpoint,
    sqs: queues.endpoint,
    s3: objects.endpoint,
    parameters: parameters.endpoint,
    region: runner.region,
    tables: {
      sessions: table("/Sessions"),
      orders: table("/Orders"),
      stock: table("/Stock"),
      exports: table("/Storage/Exports"),
    },
    buckets: { exports: find(runner.resources.buckets, "/ExportsBucket").name },
    queues: {
      conversation: queue("/ConversationQueue/Queue"),
      payments: queue("/PaymentsQueue/Queue"),
      conversationDeadLetters: queue("/ConversationQueue/DeadLetters"),
      paymentsDeadLetters: queue("/PaymentsQueue/DeadLetters"),
    },
    values: fixedValues,
    processes: {
      runner: process.pid,
      ...(tables.processId === undefined ? {} : { dynamodb: tables.processId }),
      functions: Object.fromEntries(runner.resources.functions.map((each) => [each.name, each.processIds])),
    },
  };
}

/** By the end of its path in the CDK app. */
function find<Resource extends { readonly path: string }>(resources: readonly Resource[], path: string): Resource {
  const found = resources.find((resource) => resource.path.endsWith(path));
  if (found) return found;
  throw new RangeError(`the template has no resource ${path}`);
}
