/** Runs inside a function's process: loads the handler, then answers one invocation at a time over the IPC channel. */
import { existsSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { FromProcess, ToProcess } from "./channel.ts";

type Handler = (event: unknown, context: unknown) => unknown;

const environment = process.env;

// The runner is gone: nobody is left to answer to.
process.on("disconnect", () => process.exit());
// Ctrl-C reaches the whole process group; the runner ends its functions itself, after their last invocation.
process.on("SIGINT", () => undefined);

try {
  const handler = await load(environment["_HANDLER"] ?? "", environment["LAMBDA_TASK_ROOT"] ?? "");
  // The next process of this function starts from what V8 compiled for this one.
  flushCompileCache();
  delete environment["NODE_COMPILE_CACHE"];
  process.on("message", (invocation: ToProcess) => void answer(handler, invocation));
  tell({ kind: "ready" });
} catch (error) {
  tell({ kind: "broken", error: describe(error) }, () => process.exit(1));
}

/** `folder/file.export` as Lambda reads it: `file.mjs`, `file.js` or `file.cjs` in the function's asset. */
async function load(name: string, root: string): Promise<Handler> {
  const dot = name.indexOf(".", name.lastIndexOf("/"));
  const path = join(root, name.slice(0, dot));
  const file = [".mjs", ".js", ".cjs"].map((extension) => path + extension).find((candidate) => existsSync(candidate));
  if (file === undefined)
    throw named("Runtime.ImportModuleError", `Error: Cannot find module '${path}' in ${dirname(path)}`);
  const exports: unknown = await import(pathToFileURL(file).href);
  const found = property(exports, name.slice(dot + 1));
  if (typeof found !== "function") throw named("Runtime.HandlerNotFound", `${name} is undefined or not exported`);
  // Node 24 on Lambda has no callbacks: a handler that waits for one would never answer.
  if (found.length > 2) throw named("Runtime.CallbackHandlerDeprecated", `${name} takes a callback; return a promise`);
  return found as Handler;
}

async function answer(handler: Handler, { id, json, deadline, arn }: ToProcess): Promise<void> {
  try {
    const value = await handler(JSON.parse(json), context(id, deadline, arn));
    tell({ kind: "answered", id, json: JSON.stringify(value) ?? "null" });
  } catch (error) {
    tell({ kind: "failed", id, error: describe(error) });
  }
}

const context = (id: string, deadline: number, arn: string) => ({
  awsRequestId: id,
  callbackWaitsForEmptyEventLoop: true,
  functionName: environment["AWS_LAMBDA_FUNCTION_NAME"],
  functionVersion: environment["AWS_LAMBDA_FUNCTION_VERSION"],
  invokedFunctionArn: arn,
  logGroupName: environment["AWS_LAMBDA_LOG_GROUP_NAME"],
  logStreamName: environment["AWS_LAMBDA_LOG_STREAM_NAME"],
  memoryLimitInMB: environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"],
  getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
});

/** An error in Lambda's shape. */
function describe(error: unknown): { errorType: string; errorMessage: string; trace: string[] } {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? "").split("\n") };
}

function property(value: unknown, path: string): unknown {
  let found = value;
  for (const key of path.split("."))
    found = typeof found === "object" && found !== null ? Reflect.get(found, key) : undefined;
  return found;
}

function tell(message: FromProcess, sent: () => void = () => undefined): void {
  process.send?.(message, undefined, undefined, sent);
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
