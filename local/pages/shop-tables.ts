/** Reads the orders and stock tables for the merchant's live list; never writes. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import type { Shop } from "#core/shop/shop.ts";
import { type OrderRow, orderRow, type StockRow, stockRow } from "./shop-rows.ts";

export interface ShopTablesOptions {
  readonly endpoint: string;
  readonly tables: { readonly orders: string; readonly stock: string };
  /** What the catalogue counts: a SKU has no record of its own until it is first ordered. */
  readonly counted?: readonly StockRow[];
}

/** The counts with which this shop's SKUs begin; those that are not counted are left out. */
export const countedBy = (shop: Pick<Shop, "catalogue">): StockRow[] =>
  shop.catalogue.products.flatMap(({ variants }) =>
    variants.flatMap(({ sku, quantity }) =>
      quantity === undefined ? [] : [{ sku, available: quantity, reserved: 0 }],
    ),
  );

export interface ShopTables {
  /** Newest first, at most 200; an item that is no order is left out. */
  orders(): Promise<readonly OrderRow[]>;
  /** By SKU. */
  stock(): Promise<readonly StockRow[]>;
  close(): void;
}

/** The tables behind an endpoint on this machine; its methods reject when it does not answer. */
export function shopTables(options: ShopTablesOptions): ShopTables {
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: options.endpoint,
      region: "eu-west-3",
      credentials: { accessKeyId: "pages", secretAccessKey: "pages" },
      maxAttempts: 2,
    }),
  );
  return {
    orders: async () => newestFirst(await all(client, options.tables.orders, readOrder)).slice(0, 200),
    stock: async () => {
      const recorded = await all(client, options.tables.stock, readStock);
      const known = new Set(recorded.map(({ sku }) => sku));
      const untouched = (options.counted ?? []).filter(({ sku }) => !known.has(sku));
      return [...recorded, ...untouched].sort((one, other) => one.sku.localeCompare(other.sku));
    },
    close: () => client.destroy(),
  };
}

const readOrder = (item: unknown): OrderRow | undefined => orderRow.safeParse(item).data;
const readStock = (item: unknown): StockRow | undefined => stockRow.safeParse(item).data;

async function all<Row>(
  client: DynamoDBDocumentClient,
  table: string,
  read: (item: unknown) => Row | undefined,
): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const page of paginateScan({ client }, { TableName: table, ConsistentRead: true })) {
    for (const item of page.Items ?? []) {
      const row = read(item);
      if (row !== undefined) rows.push(row);
    }
  }
  return rows;
}

const newestFirst = (orders: OrderRow[]): OrderRow[] =>
  orders.sort((one, other) => other.placedAt.localeCompare(one.placedAt));
