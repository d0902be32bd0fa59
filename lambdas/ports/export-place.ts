/** Where exports lie: a folder or a bucket's prefix, seen as keys with bytes. */

export interface StoredFile {
  /** With `/`, relative to the place's root. */
  readonly key: string;
  /** Bytes. */
  readonly size: number;
}

export interface ExportPlace {
  /** As a person wrote it, `./exports` or `s3://bucket/prefix`: for messages. */
  readonly name: string;
  /** What of it is meant, the beginning of keys: one export, say, whose data files lie beside it. Empty for all. */
  readonly within: string;
  /** Where a key lies, for messages: a path, or `s3://bucket/key`. */
  locate(key: string): string;
  /** Every file whose key begins with this, in the order of the keys. */
  list(prefix: string): AsyncIterable<StoredFile>;
  /** The file's bytes; rejects with a PlaceProblem where it is missing or may not be read. */
  read(key: string): Promise<AsyncIterable<Uint8Array>>;
}

/** Why a file or folder cannot be read, in a sentence with its place and how to mend it. */
export class PlaceProblem extends Error {
  override readonly name = "PlaceProblem";
  readonly why: "missing" | "no permission" | "unreadable";

  constructor(why: PlaceProblem["why"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.why = why;
  }
}
