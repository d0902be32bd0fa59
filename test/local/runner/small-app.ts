/** Small assemblies for the runner's tests, written to a temporary folder and run on emulators of their own. */
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { vi } from "vitest";
import { type Runner, type RunnerOptions, startRunner } from "#local/runner/runner.ts";
import { startDynamoDb } from "#local/services/dynamodb.ts";
import { startQueues } from "#local/services/queues.ts";

export interface Emulators {
  readonly endpoints: RunnerOptions["endpoints"];
  readonly sqs: SQSClient;
  stop(): Promise<void>;
}

/** Queues, tables and nothing behind the parameters, all on ports of their own. */
export async function startEmulators(): Promise<Emulators> {
  const [dynamodb, queues] = await Promise.all([startDynamoDb(), startQueues()]);
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const sqs = new SQSClient({ endpoint: queues.endpoint, region: "us-east-1", credentials });
  return {
    endpoints: { dynamodb: dynamodb.endpoint, sqs: queues.endpoint, parameters: "http://127.0.0.1:9" },
    sqs,
    stop: async () => {
      sqs.destroy();
      await Promise.all([dynamodb.stop(), queues.stop()]);
    },
  };
}

export interface TestTemplate {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly [key: string]: unknown }>>;
  readonly [section: string]: unknown;
}

/** Writes an assembly: templates by stack name, each stack depending on those before it, and `index.mjs` by function. */
export function writeAssembly(
  stacks: Readonly<Record<string, TestTemplate>>,
  code: Readonly<Record<string, string>>,
): string {
  const folder = mkdtempSync(join(tmpdir(), "comptoir-runner-"));
  const artifacts: Record<string, unknown> = {};
  const files: Record<string, unknown> = {};
  for (const [name, source] of Object.entries(code)) {
    mkdirSync(join(folder, `asset.${name}`));
    writeFileSync(join(folder, `asset.${name}`, "index.mjs"), source);
    files[name] = { source: { path: `asset.${name}` }, destinations: { here: { objectKey: `${name}.zip` } } };
  }
  writeFileSync(join(folder, "assets.json"), JSON.stringify({ files }));
  const names = Object.keys(stacks);
  // In the reverse order, so that only the dependencies can put it right.
  for (const [at, name] of [...names.entries()].toReversed()) {
    writeFileSync(join(folder, `${name}.template.json`), JSON.stringify(stacks[name]));
    artifacts[name] = {
      type: "aws:cloudformation:stack",
      environment: "aws://unknown-account/unknown-region",
      dependencies: [...names.slice(0, at), "assets"],
      properties: { templateFile: `${name}.template.json` },
    };
  }
  artifacts["assets"] = { type: "cdk:asset-manifest", properties: { file: "assets.json" } };
  writeFileSync(join(folder, "manifest.json"), JSON.stringify({ version: "55.0.0", artifacts }));
  return folder;
}

/** A function resource whose code is `code[logicalId]` of the assembly. */
export const lambdaResource = (asset: string, properties: Readonly<Record<string, unknown>> = {}) => ({
  Type: "AWS::Lambda::Function",
  Properties: {
    Code: { S3Bucket: { "Fn::Sub": "assets-${AWS::AccountId}" }, S3Key: `${asset}.zip` },
    Handler: "index.handler",
    Runtime: "nodejs24.x",
    Role: { "Fn::GetAtt": ["Nowhere", "Arn"] },
    ...properties,
  },
});

/** A mapping from a queue of the same stack to a function of the same stack. */
export const queueMapping = (queue: string, target: string, properties: Readonly<Record<string, unknown>> = {}) => ({
  Type: "AWS::Lambda::EventSourceMapping",
  Properties: {
    BatchSize: 1,
    EventSourceArn: { "Fn::GetAtt": [queue, "Arn"] },
    FunctionName: { Ref: target },
    ...properties,
  },
});

export interface SmallApp {
  readonly runner: Runner;
  /** Address of a server that hands everything to the runner. */
  readonly url: string;
  /** What functions printed and the runner told. */
  readonly lines: readonly string[];
  /** Waits for a number of lines beginning with a word, and gives what stands behind the word. */
  said(word: string, count?: number): Promise<readonly string[]>;
  send(queue: string, message: Omit<SendMessageCommandInput, "QueueUrl">): Promise<void>;
  /** Waits for the next message of a queue that no function reads. */
  next(queue: string): Promise<Message>;
  stop(): Promise<void>;
}

/** Runs stacks (or one template) on emulators. */
export async function startApp(
  emulators: Emulators,
  app: { readonly stacks: Readonly<Record<string, TestTemplate>>; readonly code?: Readonly<Record<string, string>> },
  options: Partial<RunnerOptions> = {},
): Promise<SmallApp> {
  const folder = writeAssembly(app.stacks, app.code ?? {});
  const lines: string[] = [];
  const server = createServer((request, response) => void runner.handle(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  const closed = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
    rmSync(folder, { recursive: true, force: true });
  };
  const runner = await startRunner({
    assembly: folder,
    endpoints: emulators.endpoints,
    publicUrl: url,
    log: (line) => lines.push(line),
    ...options,
  }).catch(async (error: unknown) => {
    await closed();
    throw error;
  });
  const urlOf = (logicalId: string): string =>
    runner.resources.queues.find((queue) => queue.logicalId === logicalId)?.url ?? logicalId;
  return {
    runner,
    url,
    lines,
    said: async (word, count = 1) => {
      const found = () =>
        lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
      const enough = (): void => {
        if (found().length < count) throw new Error(`"${word}" was not said ${count} times in:\n${lines.join("\n")}`);
      };
      await vi.waitFor(enough, { timeout: 8000, interval: 5 });
      return found();
    },
    send: async (queue, message) => {
      await emulators.sqs.send(new SendMessageCommand({ QueueUrl: urlOf(queue), ...message }));
    },
    next: async (queue) => {
      for (;;) {
        const { Messages } = await emulators.sqs.send(
          new ReceiveMessageCommand({
            QueueUrl: urlOf(queue),
            WaitTimeSeconds: 1,
            MessageSystemAttributeNames: ["All"],
          }),
        );
        if (Messages?.[0]) return Messages[0];
      }
    },
    stop: async () => {
      await runner.stop();
      await closed();
    },
  };
}
