/** DynamoDB on this machine: dynoxide, a binary in an npm package, or any endpoint named in DYNAMODB_ENDPOINT. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

export interface LocalService {
  /** `http://127.0.0.1:<port>`. */
  readonly endpoint: string;
  /** Absent where the service runs elsewhere or in this process. */
  readonly processId?: number;
  stop(): Promise<void>;
}

/** Said to the person who started the shop: what is wrong and how to mend it, without a stack trace. */
export class CannotStart extends Error {
  override readonly name = "CannotStart";
}

/**
 * Starts DynamoDB with its data in `file`, or in memory without one, and waits until it answers; CannotStart when there is
 * no binary for this platform or it ends at once.
 */
export async function startDynamoDb(options: { file?: string } = {}): Promise<LocalService> {
  const elsewhere = process.env["DYNAMODB_ENDPOINT"];
  if (elsewhere) return { endpoint: elsewhere.replace(/\/$/, ""), stop: () => Promise.resolve() };
  const port = await freePort();
  const data = options.file ? ["--db-path", options.file] : [];
  const child = spawn(binary(), ["serve", "--port", String(port), ...data], { stdio: ["ignore", "ignore", "pipe"] });
  const endpoint = `http://127.0.0.1:${port}`;
  await answers(endpoint, child);
  const stopWithParent = (): void => void child.kill();
  process.once("exit", stopWithParent);
  return {
    endpoint,
    ...(child.pid === undefined ? {} : { processId: child.pid }),
    stop: async () => {
      process.off("exit", stopWithParent);
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

function binary(): string {
  const advice =
    "Start DynamoDB Local or any compatible server and name it: DYNAMODB_ENDPOINT=http://127.0.0.1:8000 npm start";
  try {
    const path = fileURLToPath(new URL("dynoxide", import.meta.resolve("@dynoxide/linux-x64/package.json")));
    if (existsSync(path)) return path;
  } catch (cause) {
    throw new CannotStart(`There is no DynamoDB binary for ${process.platform}-${process.arch}. ${advice}`, { cause });
  }
  throw new CannotStart(`The DynamoDB binary is missing; run npm ci again. Or: ${advice}`);
}

async function answers(endpoint: string, child: ChildProcess): Promise<void> {
  let complaint = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2000);
  });
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new CannotStart(`DynamoDB ended at once: ${lastLine(complaint)}`);
    if (await responds(endpoint)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  child.kill();
  throw new CannotStart("DynamoDB did not answer within 10 seconds.");
}

async function responds(endpoint: string): Promise<boolean> {
  try {
    await fetch(endpoint, { method: "POST", signal: AbortSignal.timeout(1000) });
    return true;
  } catch {
    return false;
  }
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "no reason given";

/** A port nobody listens on now. */
async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new CannotStart("No free port was found.");
  return address.port;
}
