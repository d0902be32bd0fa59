/** `npm run redrive -- --queue payments`: shows the dead letters of a queue, and sends them back with `--go`. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { describeDeadLetter } from "#local/redrive/dead-letter.ts";
import {
  CannotRedrive,
  deployedQueues,
  type FoundQueues,
  localQueues,
  queueNames,
  toldQueues,
} from "#local/redrive/find-queues.ts";
import { redrive } from "#local/redrive/redrive.ts";

const usage = `npm run redrive -- --queue conversation|payments [--environment production] [--go] [--limit 100]
  Shows what waits in the dead-letter queue; with --go it goes back to its queue, in order.
  --environment production   in AWS, with the credentials of the environment; without it the shop on this machine
  --from <url> --to <url>    instead of --queue: these two queues
  --limit 100                at most so many messages
  --dry-run                  only look, as without --go`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  await run();
} catch (error) {
  process.stderr.write(`${sentence(error)}\n`);
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const { go, limit, ...where } = readArguments();
  const { sqs, from, to } = await findQueues(where);
  say(`From ${nameOf(from)} to ${nameOf(to)}${go ? "" : ", only looking"}:`);
  const now = Date.now();
  const onLetter = (letter: Parameters<typeof describeDeadLetter>[0]): void =>
    say(`  ${describeDeadLetter(letter, now)}`);
  const { count, left } = await redrive({ sqs, from, to, go, limit, onLetter });
  sqs.destroy();
  if (count === 0) say("There is nothing to send back.");
  else if (go) say(`${messages(count)} went back.`);
  else say(`${messages(count)} would go back with --go.`);
  if (left > 0)
    say(`${messages(left)} more: over the limit, behind others of their group, or worked on by somebody else.`);
}

interface Where {
  readonly queue?: string | undefined;
  readonly environment?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

function readArguments(): Where & { readonly go: boolean; readonly limit: number } {
  const { go = false, "dry-run": look = false, limit = "10000", ...where } = parsed();
  if (go && look) throw new CannotRedrive(`Either --go or --dry-run, not both.\n\n${usage}`);
  if (!/^[1-9]\d{0,6}$/.test(limit))
    throw new CannotRedrive(`--limit is a number from 1 on, not ${limit}.\n\n${usage}`);
  return { go, limit: Number(limit), ...where };
}

function parsed() {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const options = { queue: text, environment: text, from: text, to: text, limit: text, go: flag, "dry-run": flag };
  try {
    return parseArgs({ options }).values;
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : "These options are not known.";
    throw new CannotRedrive(`${what}\n\n${usage}`, { cause });
  }
}

async function findQueues({ queue, environment, from, to }: Where): Promise<FoundQueues> {
  if (from !== undefined && to !== undefined && queue === undefined) return toldQueues(from, to);
  const name = queueNames.find((each) => each === queue);
  if (name === undefined || from !== undefined || to !== undefined) {
    throw new CannotRedrive(
      `Say which queue: --queue conversation or --queue payments, or both --from and --to.\n\n${usage}`,
    );
  }
  return environment === undefined ? localQueues(name, resolve(".local")) : await deployedQueues(name, environment);
}

function nameOf(url: string): string {
  return url.split("/").at(-1) ?? url;
}

function messages(count: number): string {
  return count === 1 ? "1 message" : `${count} messages`;
}

function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof CannotRedrive) return error.message;
  if (/AccessDenied/.test(error.name)) {
    return `These credentials may not do it (${error.message}). Needed are sqs:ListQueues, GetQueueUrl and GetQueueAttributes, on the dead-letter queue also ReceiveMessage, ChangeMessageVisibility and DeleteMessage, on its queue SendMessage.`;
  }
  if (/QueueDoesNotExist|NonExistentQueue/.test(error.name))
    return "There is no such queue: check the names and the Region.";
  if (error.name === "CredentialsProviderError") return "There are no AWS credentials: set AWS_PROFILE, or sign in.";
  if (/Region is missing/.test(error.message)) return "No AWS Region is set: set AWS_REGION.";
  return `SQS cannot be reached or refused: ${error.name} ${error.message}`.trim();
}
