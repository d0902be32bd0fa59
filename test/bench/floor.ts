/** What plain Node needs at least: unpacks and parses every line of the data files, and does nothing with it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

const [root = ""] = process.argv.slice(2);
let items = 0;
for (const name of readdirSync(root, { recursive: true, encoding: "utf8" })) {
  if (!name.endsWith(".json.gz")) continue;
  for (const line of gunzipSync(readFileSync(join(root, name)))
    .toString()
    .split("\n")) {
    if (line !== "" && JSON.parse(line) !== null) items += 1;
  }
}
process.stdout.write(`${items} items\n`);
