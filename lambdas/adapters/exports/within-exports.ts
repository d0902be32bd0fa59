/** Finds the place around an export: an incremental one's data files lie beside its folder, in AWSDynamoDB/data. */

/**
 * For a path that ends in `AWSDynamoDB` or in an export's folder below it, that end with a `/` behind it; else an empty
 * text.
 */
export function withinExports(path: string): string {
  const end = /(?:^|\/)(?<end>AWSDynamoDB(?:\/\d{14}-[0-9a-f]{8})?)$/.exec(path)?.groups?.["end"];
  return end === undefined ? "" : `${end}/`;
}
