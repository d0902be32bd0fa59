/** Lines of data files by way of JSON.parse: slower than the line scanner, and patient with other ways to write JSON. */
import type { ItemChange } from "./found-export.ts";
import type { Item } from "./item.ts";
import { itemOfJson, NotAnItem } from "./item-of-json.ts";

/** The item of a full export's line. Throws NotAnItem, which says what is wrong. */
export function itemOfLine(line: string, isWanted?: (name: string) => boolean): Item {
  const json = parsed(line);
  if (!("Item" in json)) throw new NotAnItem("no Item");
  return itemOfJson(json.Item, isWanted);
}

/** What an incremental export's line tells. Throws NotAnItem, which says what is wrong. */
export function changeOfLine(line: string, isWanted?: (name: string) => boolean): ItemChange {
  const json = parsed(line);
  if (!("Keys" in json)) throw new NotAnItem("no Keys");
  const micros = "Metadata" in json ? itemOfJson(json.Metadata).get("WriteTimestampMicros") : undefined;
  if (typeof micros !== "number") throw new NotAnItem("no WriteTimestampMicros");
  return {
    keys: itemOfJson(json.Keys),
    ...("OldImage" in json ? { oldImage: itemOfJson(json.OldImage, isWanted) } : {}),
    ...("NewImage" in json ? { newImage: itemOfJson(json.NewImage, isWanted) } : {}),
    writtenAtMicros: micros,
  };
}

function parsed(line: string): object {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    // JSON.parse's own message quotes the line, which may hold names and addresses.
    const at = error instanceof Error ? /position (?<at>\d+)/.exec(error.message)?.groups?.["at"] : undefined;
    throw new NotAnItem(`no JSON${at === undefined ? "" : `, from character ${Number(at) + 1} on`}`);
  }
  if (typeof json !== "object" || json === null) throw new NotAnItem("no typed DynamoDB JSON");
  return json;
}
