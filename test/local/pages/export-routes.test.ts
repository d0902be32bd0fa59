import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { expect, test } from "vitest";
import { LocalExports } from "#local/exports/local-exports.ts";
import { exportRoutes, newestFirst } from "#local/pages/export-routes.ts";

const file = (key: string, at: number) => ({ key: `readable/${key}`, size: 1, at });

test("the newest export comes first, its spreadsheet with names before the others", () => {
  const files = [
    file("with-personal-data/1/2026/11/orders-2026-11-21.csv", 100),
    file("with-personal-data/1/all/orders-2026-11-22-0952.csv", 201),
    file("with-personal-data/1/all/orders-2026-11-22-0952.parquet", 202),
    file("without-personal-data/1/2026/11/orders-2026-11-21.csv", 300),
    file("without-personal-data/1/all/orders-2026-11-22-0952.csv", 203),
  ];
  expect(newestFirst(files).map(({ key }) => key)).toEqual([
    "readable/with-personal-data/1/2026/11/orders-2026-11-21.csv",
    "readable/without-personal-data/1/2026/11/orders-2026-11-21.csv",
    "readable/with-personal-data/1/all/orders-2026-11-22-0952.csv",
    "readable/with-personal-data/1/all/orders-2026-11-22-0952.parquet",
    "readable/without-personal-data/1/all/orders-2026-11-22-0952.csv",
  ]);
});

test("a store that does not answer is a failure, and no missing file", async () => {
  const closed = "http://127.0.0.1:1";
  const names = { tables: { orders: "orders", exports: "exports" }, buckets: { exports: "exports" } };
  const exports = new LocalExports({ dynamodb: closed, s3: closed, region: "eu-west-3", ...names });
  const request = new IncomingMessage(new Socket());
  const asked = new URL("/local/exports/file?key=readable/orders.csv", closed);
  const answered = exportRoutes(exports).answer(asked, request, new ServerResponse(request));
  await expect(answered).rejects.toThrow("ECONNREFUSED");
  exports.close();
});
