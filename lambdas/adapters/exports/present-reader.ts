/** Reads files for the present state, in one thread; several may do so at the same time, each with its own reader. */
import type { DataFile, FoundExport } from "#core/exports/found-export.ts";
import type { Item } from "#core/exports/item.ts";
import { KeySet } from "#core/exports/key-set.ts";
import { type FileReading, readFileChanges, readItems } from "./read-file.ts";

export interface PresentTask {
  readonly kind: FoundExport["kind"];
  readonly file: DataFile;
  /** Newer increments tell of every write since then, or of none; microseconds since 1970. */
  readonly toldFrom: number;
}

/** The files to read, export by export, of sources with the newest first; what is missing was said to be. */
export function tasksOf(sources: readonly FoundExport[]): readonly (readonly PresentTask[])[] {
  let toldFrom = Number.POSITIVE_INFINITY;
  return sources.map((source) => {
    const { kind, files } = source;
    const told = { kind, toldFrom };
    if (source.kind === "incremental") toldFrom = Math.min(toldFrom, source.from * 1000);
    return files.filter(({ size }) => size !== undefined).map((file) => ({ ...told, file }));
  });
}

/** What readers of one state must agree on. */
export interface PresentTerms {
  /** Memory of a KeySet, shared by all readers; absent where no export follows another. */
  readonly changed: SharedArrayBuffer | undefined;
  /** The table's key attributes; none where an increment is still to tell them. */
  readonly keyNames: readonly string[];
}

/**
 * Files must come export by export, the newest first: what is met first is an item's present state, and what older exports
 * say of it is past. Only the files of one export may be read at the same time.
 */
export class PresentReader {
  readonly #reading: FileReading;
  readonly #changed: KeySet | undefined;
  keyNames: readonly string[];

  constructor(reading: FileReading, { changed, keyNames }: PresentTerms) {
    this.#reading = { ...reading, oldImages: false };
    this.#changed = changed && new KeySet(changed);
    this.keyNames = keyNames;
  }

  /** The items of a file that are present ones. */
  read({ kind, file, toldFrom }: PresentTask): AsyncGenerator<Item[]> {
    return kind === "full" ? this.#unchanged(file) : this.#newest(file, toldFrom);
  }

  async *#unchanged(file: DataFile): AsyncGenerator<Item[]> {
    const changed = this.#changed;
    const { keyNames } = this;
    for await (const items of readItems(file, { ...this.#reading, keyNames })) {
      const isPresent = (item: Item): boolean => changed === undefined || !changed.has(item, keyNames);
      yield changed === undefined || keyNames.length === 0 ? items : items.filter(isPresent);
    }
  }

  async *#newest(file: DataFile, toldFrom: number): AsyncGenerator<Item[]> {
    const learn = (names: readonly string[]): void => {
      this.keyNames = names;
    };
    for await (const changes of readFileChanges(file, {
      ...this.#reading,
      keyNames: this.keyNames,
      onKeyNames: learn,
    })) {
      const images: Item[] = [];
      for (const { keys, newImage, writtenAtMicros } of changes) {
        const isNews = this.#changed?.add(keys, this.keyNames) ?? true;
        // Written while a newer window was open that has no line of it: it was made and deleted within that one.
        const isGone = newImage === undefined || writtenAtMicros >= toldFrom;
        if (isNews && !isGone) images.push(newImage);
      }
      yield images;
    }
  }
}
