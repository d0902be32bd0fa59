/** Reads the orders and stock tables for the merchant's live list; never writes. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import { type OrderRow, orderRow, type StockRow, stockRow } from "./shop-rows.ts";

export interface ShopTablesOptions {
  readonly endpoint: string;
  readonly tables: { readonly orders: string; readonly stock: string };
}

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
    stock: async () =>
      (await all(client, options.tables.stock, readStock)).sort((one, other) => one.sku.localeCompare(other.sku)),
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
