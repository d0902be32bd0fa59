/** Tells listening pages that orders or stock changed; looks at the tables only while somebody listens. */
import type { ServerResponse } from "node:http";
import type { ShopTables } from "./shop-tables.ts";

export interface LiveChanges {
  /** Answers with a stream of server-sent events: `change` with `{orders, stock}`, `trouble` when a table cannot be read. */
  follow(response: ServerResponse): void;
  stop(): void;
}

/** Looks every `interval` milliseconds. */
export function liveChanges(tables: ShopTables, interval = 1000): LiveChanges {
  const listeners = new Set<ServerResponse>();
  let seen: { orders: string; stock: string } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let looking = false;

  const tell = (event: string, data: unknown): void => {
    for (const listener of listeners) listener.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };

  async function look(): Promise<void> {
    looking = true;
    try {
      const [orders, stock] = await Promise.all([tables.orders(), tables.stock()]);
      const now = { orders: JSON.stringify(orders), stock: JSON.stringify(stock) };
      const change = { orders: now.orders !== seen?.orders, stock: now.stock !== seen?.stock };
      seen = now;
      if (change.orders || change.stock) tell("change", change);
    } catch (error) {
      seen = undefined;
      tell("trouble", { message: error instanceof Error ? error.message : "the tables cannot be read" });
    }
    looking = false;
    if (listeners.size > 0) timer = setTimeout(() => void look(), interval);
  }

  return {
    follow(response) {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      response.write('retry: 1000\nevent: change\ndata: {"orders":true,"stock":true}\n\n');
      listeners.add(response);
      response.once("close", () => {
        listeners.delete(response);
        if (listeners.size === 0) {
          clearTimeout(timer);
          timer = undefined;
        }
      });
      if (!looking && timer === undefined) void look();
    },
    stop() {
      clearTimeout(timer);
      for (const listener of listeners) listener.end();
      listeners.clear();
    },
  };
}
