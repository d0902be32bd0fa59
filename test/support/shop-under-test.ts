/** A whole shop for a test: its own folder and ports, its tables and stand-ins within reach. */

import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { inject } from "vitest";
import { z } from "zod";
import type { Endpoints } from "#local/endpoints.ts";
import { fixedValues } from "#local/fixed-values.ts";
import type { Runner } from "#local/runner/runner.ts";
import { type RunningShop, type StartOptions, startShop } from "#local/start.ts";
import { watchedServices } from "#test/privilege/watched-services.ts";
import { Shopper } from "./shopper.ts";
import { testKey } from "./test-key.ts";

const orderItem = z.looseObject({
  orderId: z.string(),
  version: z.number(),
  pageId: z.string(),
  shopper: z.string(),
  status: z.string(),
  paymentStatus: z.string(),
  total: z.number(),
  review: z.string().optional(),
  attempts: z.array(z.looseObject({ state: z.string(), sessionId: z.string().optional() })),
  history: z.array(z.looseObject({ what: z.string() })),
});
export type OrderItem = z.infer<typeof orderItem>;
const stockItem = z.object({ sku: z.string(), available: z.number(), reserved: z.number() });
const ledger = z.looseObject({
  charges: z.array(
    z.looseObject({ id: z.string(), amount: z.number(), paid: z.boolean(), amount_refunded: z.number() }),
  ),
  events: z.array(z.looseObject({ id: z.string(), type: z.string() })),
});

let nextPsid = 7_000_000_000_000_001n;

export class ShopUnderTest {
  readonly endpoints: Endpoints;
  readonly runner: Runner;
  /** What the functions wrote. */
  readonly lines: string[];
  readonly #stop: () => Promise<void>;
  readonly #tables: DynamoDBDocumentClient;

  constructor({ endpoints, runner }: Omit<RunningShop, "stop">, lines: string[], stop: () => Promise<void>) {
    this.endpoints = endpoints;
    this.runner = runner;
    this.lines = lines;
    this.#stop = stop;
    this.#tables = DynamoDBDocumentClient.from(
      new DynamoDBClient({
        endpoint: endpoints.dynamodb,
        region: endpoints.region,
        credentials: testKey,
      }),
    );
  }

  /** Somebody who has never written before. */
  shopper(): Shopper {
    const psid = String(nextPsid);
    nextPsid += 1n;
    return new Shopper(this.endpoints.graph, psid);
  }

  /** Everything the orders table holds of this shopper, oldest first. */
  async ordersOf(shopper: Shopper): Promise<OrderItem[]> {
    return (await this.allOrders()).filter((order) => order.shopper === `${fixedValues.pageId}:${shopper.psid}`);
  }

  /** Everything the orders table holds, oldest first. */
  async allOrders(): Promise<OrderItem[]> {
    const found = await this.#tables.send(
      new ScanCommand({ TableName: this.endpoints.tables.orders, ConsistentRead: true }),
    );
    return z
      .array(orderItem)
      .parse(found.Items ?? [])
      .sort((one, other) => one.orderId.localeCompare(other.orderId));
  }

  async stockOf(sku: string): Promise<z.infer<typeof stockItem> | undefined> {
    const found = await this.#tables.send(
      new GetCommand({ TableName: this.endpoints.tables.stock, Key: { sku }, ConsistentRead: true }),
    );
    return stockItem.optional().parse(found.Item);
  }

  /** Opens the pay link as a browser does and answers the Checkout Session it leads to. */
  async openPayPage(payUrl: string): Promise<{ status: number; sessionId?: string; page: string }> {
    const response = await fetch(payUrl, { redirect: "manual" });
    const page = await response.text();
    const sessionId = /cs_[A-Za-z0-9_]+/.exec(response.headers.get("location") ?? "")?.[0];
    return { status: response.status, page, ...(sessionId === undefined ? {} : { sessionId }) };
  }

  /** Pays a Checkout Session on the stand-in, by the same code that the hosted page uses. */
  async pay(sessionId: string, card = "4242424242424242"): Promise<Response> {
    return this.stripe(`sessions/${sessionId}/pay`, {
      card,
      email: "julie@example.com",
      name: "Julie Martin",
      address: { line1: "3 rue des Capucins", postalCode: "69001", city: "Lyon", country: "FR" },
    });
  }

  /** A control route of the Stripe stand-in. */
  stripe(control: string, body?: unknown): Promise<Response> {
    return send(`${this.endpoints.stripe}/control/${control}`, body);
  }

  /** A control route of the Messenger stand-in. */
  messenger(control: string, body?: unknown): Promise<Response> {
    return send(`${this.endpoints.graph}/control/${control}`, body);
  }

  async ledger(): Promise<z.infer<typeof ledger>> {
    return ledger.parse(await (await this.stripe("ledger")).json());
  }

  /** Posts bytes to the Messenger webhook, signed as Meta does unless told otherwise. */
  webhook(
    body: string | Buffer,
    headers: Record<string, string> = signedBy(fixedValues.appSecret, body),
  ): Promise<Response> {
    return fetch(this.endpoints.webhooks.messenger, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : new Uint8Array(body),
    });
  }

  async stop(): Promise<void> {
    this.#tables.destroy();
    await this.#stop();
  }
}

/** The header that Meta signs a body with. */
export const signedBy = (secret: string, body: string | Buffer): Record<string, string> => ({
  "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
});

/** Starts a shop in an empty folder, from the assembly that was synthesised once. */
export async function openShop(options: Partial<StartOptions> = {}): Promise<ShopUnderTest> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), "comptoir-shop-"));
  const lines: string[] = [];
  const assembly = options.assembly ?? inject("assembly");
  const watched = watchedServices(assembly, options.between);
  const shop = await startShop({
    port: 0,
    folder,
    onLog: (line) => lines.push(line),
    ...options,
    ...(watched && { between: watched.between }),
    assembly,
  });
  return new ShopUnderTest(shop, lines, async () => {
    await shop.stop();
    await watched?.stop();
    if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    watched?.check(shop.runner);
  });
}

const send = (url: string, body?: unknown): Promise<Response> =>
  body === undefined
    ? fetch(url)
    : fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
