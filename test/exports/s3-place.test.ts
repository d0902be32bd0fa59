import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPlace } from "#adapters/exports/open-place.ts";
import { readPresentRows } from "#adapters/exports/read-present.ts";
import { type ObjectStore, startObjectStore } from "#local/services/object-store.ts";
import { complaint, inFolder } from "#test/lambdas/adapters/exports/export-trial.ts";
import type { Ids } from "#test/lambdas/adapters/exports/id-rows.ts";
import { writeFullExport, writeIncrementalExport } from "#test/support/export-folder.ts";
import { readPresent } from "#test/support/present-items.ts";

const environment = {
  AWS_REGION: "eu-west-3",
  AWS_ACCESS_KEY_ID: "READER",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_SESSION_TOKEN: undefined,
  AWS_PROFILE: undefined,
};
const before = { ...process.env };
let store: ObjectStore;
let client: S3Client;

beforeAll(async () => {
  store = await startObjectStore();
  for (const [name, value] of Object.entries({ ...environment, AWS_ENDPOINT_URL_S3: store.endpoint })) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  client = new S3Client({});
  await client.send(new CreateBucketCommand({ Bucket: "shop-exports" }));
  await inFolder(async (root) => {
    const exportTime = Date.UTC(2026, 10, 1);
    const to = exportTime + 3_600_000;
    const items = Array.from({ length: 30 }, (_, number) => ({ orderId: `O-${number + 10}` }));
    await writeFullExport(root, { exportTime, items, files: 3, prefix: "exports/orders" });
    const changes = [{ keys: { orderId: "O-10" }, writtenAt: exportTime + 1 }];
    await writeIncrementalExport(root, { from: exportTime, to, changes, prefix: "exports/orders" });
    for (const name of await readdir(root, { recursive: true, withFileTypes: true })) {
      if (!name.isFile()) continue;
      const path = join(name.parentPath, name.name);
      const Body = await readFile(path);
      await client.send(new PutObjectCommand({ Bucket: "shop-exports", Key: path.slice(root.length + 1), Body }));
    }
  });
});

afterAll(async () => {
  client.destroy();
  await store.stop();
  process.env = before;
});

async function count(where: string): Promise<number> {
  const { batches } = await readPresent(await openPlace(where));
  let items = 0;
  for await (const batch of batches) items += batch.length;
  return items;
}

describe("exports in a bucket", () => {
  test("are found from its root, from a prefix, and from one export", async () => {
    expect(await count("s3://shop-exports")).toBe(29);
    expect(await count("s3://shop-exports/exports/orders/")).toBe(29);
    expect(await count("s3://shop-exports/exports/orders/AWSDynamoDB")).toBe(29);
    const { exports } = await readPresent(await openPlace("s3://shop-exports/exports"));
    const [increment] = exports;
    expect(increment?.kind).toBe("incremental");
    expect(await count(`s3://shop-exports/exports/orders/AWSDynamoDB/${increment?.id}`)).toBe(0);
  });

  test("are read by several threads, each with a client of its own", async () => {
    const maker = {
      module: import.meta.resolve("#test/lambdas/adapters/exports/id-rows.ts"),
      name: "makeIds",
      options: { prefix: "" },
    };
    const { batches } = await readPresentRows<Ids>(await openPlace("s3://shop-exports"), maker, { threads: 2 });
    let text = "";
    for await (const { bytes } of batches) text += new TextDecoder().decode(bytes);
    expect(text.split("\n").sort()).toEqual(["", ...Array.from({ length: 29 }, (_, number) => `O-${number + 11}`)]);
  });

  test("are refused with a sentence where there is no such bucket, or nothing below the prefix", async () => {
    expect(await complaint(count("s3://no-such-bucket/orders"))).toBe(
      "There is no bucket no-such-bucket. Check its name and the AWS account you are in.",
    );
    expect(await complaint(count("s3://shop-exports/elsewhere"))).toMatch(
      "s3://shop-exports/elsewhere holds no DynamoDB export.",
    );
  });

  test("name what is wrong by its address", async () => {
    await client.send(
      new PutObjectCommand({
        Bucket: "shop-exports",
        Key: "broken/AWSDynamoDB/01793500000000-0a0b0c0d/_started",
        Body: "",
      }),
    );
    expect(await complaint(count("s3://shop-exports/broken"))).toMatch(
      /^s3:\/\/shop-exports\/broken\/AWSDynamoDB\/01793500000000-0a0b0c0d\/: This export has begun/,
    );
  });

  test.each([
    [
      "AccessDenied",
      "s3://shop-exports/x/ may not be read. Your role needs s3:ListBucket on the bucket and s3:GetObject on its files.",
    ],
    ["ExpiredToken", "AWS does not know who asks for s3://shop-exports/x/. Log in again (aws sso login)."],
    ["PermanentRedirect", "shop-exports lies in another Region. Set AWS_REGION to the bucket's."],
    ["SlowDown", "s3://shop-exports/x/ cannot be read (SlowDown). Try again."],
  ])("tell what S3's %s means", async (code, said) => {
    const refusing = new S3Client({ maxAttempts: 1 });
    refusing.middlewareStack.add(() => () => Promise.reject(Object.assign(new Error("no"), { name: code })), {
      step: "build",
    });
    const place = await openPlace("s3://shop-exports/x", refusing);
    expect(await complaint(readPresent(place))).toBe(said);
    refusing.destroy();
  });

  test.each([
    ["ECONNREFUSED", "s3://shop-exports/x/ cannot be reached (ECONNREFUSED). Check the network."],
    ["ENOTFOUND", "s3://shop-exports/x/ cannot be reached (ENOTFOUND). Check the network."],
  ])("tell a network that says %s from a refusal", async (code, said) => {
    const alone = new S3Client({ maxAttempts: 1 });
    alone.middlewareStack.add(() => () => Promise.reject(Object.assign(new Error("no"), { code })), { step: "build" });
    expect(await complaint(readPresent(await openPlace("s3://shop-exports/x", alone)))).toBe(said);
    alone.destroy();
  });

  test("ask for a Region where none is set", async () => {
    const missing = (): Promise<string> => Promise.reject(new Error("Region is missing"));
    const nowhere = new S3Client({ maxAttempts: 1, region: missing });
    expect(await complaint(readPresent(await openPlace("s3://shop-exports/x", nowhere)))).toBe(
      "No AWS Region is set to ask for s3://shop-exports/x/. Set AWS_REGION.",
    );
    nowhere.destroy();
  });
});
