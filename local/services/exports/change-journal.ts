/** Every change of a table with its time, which is what continuous backups are: read from its stream, kept in a file. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { rawCall } from "./raw-call.ts";

/** DynamoDB's JSON of an item, untouched. */
export const attributes = z.record(z.string(), z.unknown());
export type Attributes = z.infer<typeof attributes>;

const change = z.object({
  /** Microseconds since 1970, growing from change to change. */
  at: z.number(),
  sequence: z.string(),
  keys: attributes,
  old: attributes.optional(),
  new: attributes.optional(),
});
export type Change = z.infer<typeof change>;

const description = z.object({
  StreamDescription: z.object({ Shards: z.array(z.object({ ShardId: z.string() })).default([]) }),
});
const iterator = z.object({ ShardIterator: z.string() });
const records = z.object({
  Records: z
    .array(
      z.object({
        dynamodb: z.object({
          ApproximateCreationDateTime: z.number(),
          SequenceNumber: z.string(),
          Keys: attributes,
          OldImage: attributes.optional(),
          NewImage: attributes.optional(),
        }),
      }),
    )
    .default([]),
  NextShardIterator: z.string().nullish(),
});

/** The journal of one table. */
export class ChangeJournal {
  readonly #endpoint: string;
  readonly #file: string | undefined;
  readonly #changes: Change[];
  #reading: Promise<void> | undefined;

  /** In memory only without a file. */
  constructor(endpoint: string, file: string | undefined) {
    this.#endpoint = endpoint;
    this.#file = file;
    this.#changes = file !== undefined && existsSync(file) ? readJournal(file) : [];
  }

  /** In the order they were made; those of a stream that was not read since are missing. */
  get changes(): readonly Change[] {
    return this.#changes;
  }

  /** Reads what the stream has beyond the last change known. */
  async catchUp(streamArn: string): Promise<void> {
    await this.#reading;
    this.#reading = this.#read(streamArn);
    await this.#reading;
  }

  async #read(streamArn: string): Promise<void> {
    const asked = await rawCall(this.#endpoint, "DynamoDBStreams_20120810.DescribeStream", { StreamArn: streamArn });
    for (const { ShardId } of description.parse(asked).StreamDescription.Shards) {
      const last = this.#changes.at(-1)?.sequence;
      const from =
        last === undefined
          ? { ShardIteratorType: "TRIM_HORIZON" }
          : { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: last };
      const opened = await rawCall(this.#endpoint, "DynamoDBStreams_20120810.GetShardIterator", {
        StreamArn: streamArn,
        ShardId,
        ...from,
      });
      await this.#readShard(iterator.parse(opened).ShardIterator);
    }
  }

  async #readShard(first: string): Promise<void> {
    for (let next: string | null | undefined = first; next; ) {
      const read = records.parse(
        await rawCall(this.#endpoint, "DynamoDBStreams_20120810.GetRecords", { ShardIterator: next, Limit: 1000 }),
      );
      this.#append(
        read.Records.map(({ dynamodb: { ApproximateCreationDateTime, SequenceNumber, Keys, OldImage, NewImage } }) => ({
          at: ApproximateCreationDateTime,
          sequence: SequenceNumber,
          keys: Keys,
          ...(OldImage && { old: OldImage }),
          ...(NewImage && { new: NewImage }),
        })),
      );
      if (read.Records.length === 0) return;
      next = read.NextShardIterator;
    }
  }

  /** A stream tells the second of a change; the microseconds keep their order. */
  #append(read: readonly Change[]): void {
    const changes = read.map((each) => {
      const at = Math.max(Math.floor(each.at) * 1_000_000, (this.#changes.at(-1)?.at ?? 0) + 1);
      const timed = { ...each, at };
      this.#changes.push(timed);
      return timed;
    });
    if (this.#file === undefined || changes.length === 0) return;
    mkdirSync(dirname(this.#file), { recursive: true });
    appendFileSync(this.#file, changes.map((each) => `${JSON.stringify(each)}\n`).join(""));
  }
}

/** A last line that a crash cut off is read again from the stream. */
function readJournal(file: string): Change[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.endsWith("}"))
    .map((line) => change.parse(JSON.parse(line)));
}
