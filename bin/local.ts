/** `npm start`: the whole shop on this machine, until Ctrl-C. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { CannotStart } from "#local/services/dynamodb.ts";
import { startShop } from "#local/start.ts";

const usage = `npm start [-- --fresh] [-- --logs]
  --fresh   begin with an empty shop
  --logs    show what the functions write
  PORT=4000 SHOP_DIR=… META_GRAPH_URL=… STRIPE_API_URL=… npm start`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  await run();
} catch (error) {
  process.stderr.write(error instanceof CannotStart ? `\n${error.message}\n` : `\n${String(error)}\n`);
  if (!(error instanceof CannotStart) && error instanceof Error) process.stderr.write(`${error.stack ?? ""}\n`);
  process.exit(1);
}

async function run(): Promise<void> {
  const { fresh, logs } = readArguments();
  const started = Date.now();
  const shop = await startShop({
    port: readPort(),
    folder: resolve(".local"),
    fresh,
    shopFolder: process.env["SHOP_DIR"],
    graphUrl: process.env["META_GRAPH_URL"],
    stripeUrl: process.env["STRIPE_API_URL"],
    onProgress: (step) => say(`  ${step} …`),
    ...(logs ? { onLog: say } : {}),
  });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  say(`\n  The shop is open after ${seconds} s:  ${shop.endpoints.shop}\n`);
  say("  Addresses and values for other programs: .local/endpoints.json. Ctrl-C stops everything.");
  stopOnSignal(() => shop.stop());
}

function readArguments(): { fresh: boolean; logs: boolean } {
  try {
    const { values } = parseArgs({ options: { fresh: { type: "boolean" }, logs: { type: "boolean" } } });
    return { fresh: values.fresh ?? false, logs: values.logs ?? false };
  } catch (cause) {
    throw new CannotStart(`${cause instanceof Error ? cause.message : "These options are not known."}\n\n${usage}`, {
      cause,
    });
  }
}

function readPort(): number {
  const text = process.env["PORT"] ?? "3000";
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new CannotStart(`PORT is a number from 0 to 65535, not ${text}`);
}

/** The first signal stops in order; a second one does not wait. */
function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = (): void => {
    if (stopping) process.exit(130);
    stopping = true;
    say("\n  Closing the shop …");
    void stop().then(() => process.exit(0));
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
}
