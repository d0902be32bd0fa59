/** Names in the templates and the resources they stand for here: turns policies into ARNs, and ARNs into construct paths. */
import type { Stack } from "#local/runner/assembly.ts";
import { resolve, type Scope } from "#local/runner/intrinsics.ts";
import type { Runner } from "#local/runner/runner.ts";
import type { Arns } from "./needs.ts";

export type Running = Pick<Runner, "resources" | "region">;

const account = "000000000000";

export class Places implements Arns {
  readonly #stacks: readonly Stack[];
  readonly #running: Running;

  constructor(stacks: readonly Stack[], running: Running) {
    this.#stacks = stacks;
    this.#running = running;
  }

  /** A value of a template with ARNs and names of what runs here; of all else, such as logs, with some that tell it apart. */
  resolve(stack: Stack, value: unknown): unknown {
    return resolve(value, this.#scope(stack));
  }

  table(name: string): string {
    const { tables } = this.#running.resources;
    return (tables.find((each) => each.name === name) ?? refuse(`the table ${name}`)).arn;
  }

  queue(url: string): string {
    const { queues } = this.#running.resources;
    const name = url.split("/").at(-1);
    return (queues.find((each) => each.name === name) ?? refuse(`the queue ${url}`)).arn;
  }

  parameter(name: string): string {
    return `arn:aws:ssm:${this.#running.region}:${account}:parameter/${name.replace(/^\//, "")}`;
  }

  bucket(name: string): string {
    const { buckets } = this.#running.resources;
    return `arn:aws:s3:::${(buckets.find((each) => each.name === name) ?? refuse(`the bucket ${name}`)).name}`;
  }

  arnOf(stack: string, logicalId: string): string {
    const { tables, queues, buckets } = this.#running.resources;
    const bucket = buckets.find((each) => each.stack === stack && each.logicalId === logicalId);
    if (bucket) return this.bucket(bucket.name);
    const found = [...tables, ...queues].find((each) => each.stack === stack && each.logicalId === logicalId);
    return found?.arn ?? `arn:aws:here:::${stack}/${logicalId}`;
  }

  /** What `Ref` gives. */
  nameOf(stack: string, logicalId: string): string {
    const { tables, queues, functions, buckets } = this.#running.resources;
    const found = [...tables, ...queues, ...functions, ...buckets].find(
      (each) => each.stack === stack && each.logicalId === logicalId,
    );
    return found?.name ?? logicalId;
  }

  /** An ARN as the construct it belongs to: `Storage/Orders/index/shopper`, `/comptoir/production/stripe/key`. */
  inWords(arn: string): string {
    for (const stack of this.#stacks) {
      for (const [id, { Metadata }] of Object.entries(stack.template.Resources)) {
        const own = this.arnOf(stack.name, id);
        if (arn !== own && !arn.startsWith(`${own}/`)) continue;
        const path = (Metadata?.["aws:cdk:path"] ?? id).replace(/\/(?:Resource|Default)$/, "");
        return path.replace(/^[^/]+\//, "") + arn.slice(own.length);
      }
    }
    return arn.replace(/^arn:.*:parameter/, "");
  }

  #scope(stack: Stack): Scope {
    const pseudo: Readonly<Record<string, string>> = {
      "AWS::Partition": "aws",
      "AWS::Region": this.#running.region,
      "AWS::AccountId": account,
    };
    return {
      ref: (name) => pseudo[name] ?? this.nameOf(stack.name, name),
      attribute: (id, attribute) => (attribute === "Arn" ? this.arnOf(stack.name, id) : refuse(`${id}.${attribute}`)),
      output: (name, output) => {
        const other = this.#stacks.find((each) => each.name === name) ?? refuse(`the stack ${name}`);
        return this.resolve(other, other.template.Outputs[output]?.Value);
      },
      exported: refuse,
      condition: refuse,
      mapped: refuse,
      finished: (whole) => whole,
    };
  }
}

function refuse(what: string): never {
  throw new Error(`${what} is not in the templates, or this check cannot judge it`);
}
