import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type WrittenExport, writeFullExport, writeIncrementalExport } from "#test/support/export-folder.ts";
import { complaint, inFolder, readAll } from "./export-trial.ts";

const hour = 3_600_000;
const first = Date.UTC(2026, 10, 20);
const later = first + 24 * hour;

/** A full export, a window after it, and a full export after that. */
async function written(root: string) {
  const items = [{ orderId: "O-1" }];
  const changes = [{ keys: { orderId: "O-2" }, newImage: { orderId: "O-2" }, writtenAt: first + 1 }];
  const old = await writeFullExport(root, { exportTime: first, items });
  const increment = await writeIncrementalExport(root, { from: first, to: first + hour, changes });
  const newest = await writeFullExport(root, { exportTime: later, items: [...items, { orderId: "O-2" }] });
  return { old, increment, newest };
}

const removeData = (root: string, { dataFiles }: WrittenExport): Promise<void> => rm(join(root, dataFiles[0] ?? ""));
const path = ({ folder }: WrittenExport, file: string): string => `${folder}/${file}`;

describe("an export that the life cycle has begun to remove", () => {
  test.each([
    ["a data file of the old full one", (root: string, { old }: Written) => removeData(root, old)],
    [
      "the data file of an increment before the newest",
      (root: string, { increment }: Written) => removeData(root, increment),
    ],
    ["the list of files", (root: string, { old }: Written) => rm(join(root, path(old, "manifest-files.json")))],
    [
      "half of a summary",
      (root: string, { old }: Written) => writeFile(join(root, path(old, "manifest-summary.json")), "{"),
    ],
  ] as const)("stops nobody where it is not needed any more: %s", (_what, remove) =>
    inFolder(async (root) => {
      await remove(root, await written(root));
      const { items, warnings, leftOut } = await readAll(root);
      expect(items).toHaveLength(2);
      expect(leftOut).toEqual({ findings: 0, items: 0 });
      expect(warnings.map(({ mend }) => mend)).toEqual(["Nothing of this export is needed for what is read here."]);
    }),
  );

  test("stops the reading where it is needed", () =>
    inFolder(async (root) => {
      const { old, increment, newest } = await written(root);
      await rm(join(root, path(newest, "manifest-files.json")));
      expect(await complaint(readAll(root))).toMatch("The list of data files is missing.");
      await rm(join(root, newest.folder), { recursive: true });
      expect(await complaint(readAll(root))).toBe("");
      await removeData(root, increment);
      expect(await complaint(readAll(root))).toMatch("The data file is missing, and with it 1 items.");
      expect(await complaint(readAll(join(root, old.folder)))).toBe("");
    }));
});

type Written = Awaited<ReturnType<typeof written>>;
