/** A file that is being written where readers see it whole or not at all. */
export interface Upload {
  /** Resolves when there is room for more. */
  write(bytes: Uint8Array): Promise<void>;
  /** Makes the file appear, over one of the same name. */
  end(): Promise<void>;
  /** Forgets what was written; the file of that name stays what it was. */
  abandon(): Promise<void>;
}
