/** The Orders table, written only together with the stock it moves and only over the version that was read. */
import {
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  type QueryCommandOutput,
  TransactWriteCommand,
} from "@aws-sdk/lib-dynamodb";
import type { StockMovement } from "#core/orders/change.ts";
import type { Order } from "#core/orders/order.ts";
import { timeToPay } from "#core/orders/place.ts";
import { isOrderId, type OrderId, type Sku } from "#core/values/ids.ts";
import { after, toIso } from "#core/values/instant.ts";
import { WorldFailure } from "#ports/failures.ts";
import type { OrderStore, Short } from "#ports/orders.ts";
import { type Cancelled, cancellation, isPassing, worldly } from "./aws-failure.ts";
import { itemOfOrder, orderOfItem, pageStatus } from "./order-item.ts";
import { openStock } from "./stock.ts";
import { type Action, stockActions } from "./stock-moves.ts";

export interface OrderTables {
  readonly orders: string;
  readonly stock: string;
  /** Waits before a transaction that met another is tried again: milliseconds, grown and scattered by the caller. */
  readonly pause: (attempt: number) => Promise<void>;
}

/** How often a transaction that met another one is tried in all. */
const tries = 5;

/** The order store over two tables. */
export function dynamoOrders(client: DynamoDBDocumentClient, tables: OrderTables): OrderStore {
  const write = (actions: Action[]) => transact(client, actions, tables.pause);
  const place: OrderStore["place"] = async ({ order, stock }, openings) => {
    const cancelled = await write([putNew(tables.orders, order), ...stockActions(tables.stock, stock)]);
    if (!cancelled) return { outcome: "placed" };
    if (failed(cancelled[0])) return { outcome: "exists" };
    const unopened = missingRecords(stock, cancelled).filter((sku) => openings.has(sku));
    if (unopened.length === 0) return { outcome: "sold-out", short: shortOf(stock, cancelled) };
    for (const sku of unopened) await openStock(client, tables.stock, sku, openings.get(sku) ?? 0);
    return place({ order, ...(stock && { stock }) }, new Map());
  };
  return {
    place,
    async load(orderId) {
      const { Item } = await worldly("read an order", () =>
        client.send(new GetCommand({ TableName: tables.orders, Key: { orderId }, ConsistentRead: true })),
      );
      return Item && orderOfItem(Item);
    },
    async save(before, change) {
      const order = { ...change.order, version: before.version + 1 };
      const cancelled = await write([
        putOver(tables.orders, order, before.version),
        ...stockActions(tables.stock, change.stock),
      ]);
      if (!cancelled) return { outcome: "saved", order };
      return { outcome: failed(cancelled[0]) ? "stale" : "short" };
    },
    overdue: (pageId, now) =>
      overdueOrders(client, {
        TableName: tables.orders,
        IndexName: "pageStatus",
        KeyConditionExpression: "pageStatus = :awaiting AND placedAt <= :oldEnough",
        // An index item may lack payBy: such an order is checked too, which does no harm.
        FilterExpression: "attribute_not_exists(payBy) OR payBy <= :now",
        ExpressionAttributeValues: {
          ":awaiting": pageStatus(pageId, "awaiting-payment"),
          ":oldEnough": toIso(after(now, -timeToPay)),
          ":now": toIso(now),
        },
      }),
  };
}

const putNew = (table: string, order: Order): Action => ({
  Put: { TableName: table, Item: itemOfOrder(order), ConditionExpression: "attribute_not_exists(orderId)" },
});

const putOver = (table: string, order: Order, version: number): Action => ({
  Put: {
    TableName: table,
    Item: itemOfOrder(order),
    ConditionExpression: "version = :before",
    ExpressionAttributeValues: { ":before": version },
  },
});

/** Nothing when it was written; the reasons when a condition failed; a WorldFailure for everything else. */
async function transact(
  client: DynamoDBDocumentClient,
  actions: Action[],
  pause: OrderTables["pause"],
): Promise<readonly Cancelled[] | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.send(new TransactWriteCommand({ TransactItems: actions }));
      return undefined;
    } catch (cause) {
      const cancelled = cancellation(cause);
      if (cancelled?.some(failed)) return cancelled;
      const isWorthAnother = cancelled?.some((each) => isPassing(each.code)) === true && attempt < tries;
      if (!isWorthAnother) throw new WorldFailure("DynamoDB cannot write an order", { cause });
      await pause(attempt);
    }
  }
}

const failed = (cancelled: Cancelled | undefined): boolean => cancelled?.code === "ConditionalCheckFailed";

/** The stock actions stand behind the order's. */
const itemsFailed = (stock: StockMovement | undefined, cancelled: readonly Cancelled[]) =>
  (stock?.items ?? [])
    .map((item, index) => ({ ...item, reason: cancelled[index + 1] }))
    .filter((each) => failed(each.reason));

const missingRecords = (stock: StockMovement | undefined, cancelled: readonly Cancelled[]): readonly Sku[] =>
  itemsFailed(stock, cancelled)
    .filter((each) => each.reason?.item === undefined)
    .map((each) => each.sku);

const shortOf = (stock: StockMovement | undefined, cancelled: readonly Cancelled[]): Short =>
  itemsFailed(stock, cancelled).map((each) => ({
    sku: each.sku,
    available: Number(each.reason?.item?.["available"]?.N ?? 0),
  }));

async function overdueOrders(
  client: DynamoDBDocumentClient,
  query: ConstructorParameters<typeof QueryCommand>[0],
): Promise<readonly OrderId[]> {
  const found: OrderId[] = [];
  let from: QueryCommandOutput["LastEvaluatedKey"];
  do {
    const page = await worldly("list orders", () =>
      client.send(new QueryCommand({ ...query, ...(from && { ExclusiveStartKey: from }) })),
    );
    for (const item of page.Items ?? []) {
      const { orderId } = item as { orderId?: unknown };
      if (typeof orderId === "string" && isOrderId(orderId)) found.push(orderId);
    }
    from = page.LastEvaluatedKey;
  } while (from);
  return found;
}
