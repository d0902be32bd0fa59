/** Makes everything that can quote its input do so: services that refuse, items and messages that cannot be read. */
import { PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { expect } from "vitest";
import { fixedValues } from "#local/fixed-values.ts";
import { eventually, inTable, marks, pay } from "#test/support/every-path.ts";
import type { Call, Verdict } from "#test/support/proxy.ts";
import { ordered, recapitulation, sessionOf } from "#test/support/purchase.ts";
import { type ShopUnderTest, signedBy } from "#test/support/shop-under-test.ts";

/** Which calls of functions are refused; each entry for one call. */
export class Refusals {
  readonly #wanted: { readonly call: RegExp; readonly status: number; readonly body: unknown }[] = [];

  /** The next call whose function and operation fit is answered with this. */
  next(call: RegExp, status: number, body: unknown): void {
    this.#wanted.push({ call, status, body });
  }

  readonly verdict = ({ function: caller, service, operation, resources }: Call): Verdict => {
    const index = this.#wanted.findIndex(({ call }) =>
      call.test(`${caller} ${service} ${operation} ${resources.join(" ")}`),
    );
    const [wanted] = index < 0 ? [] : this.#wanted.splice(index, 1);
    if (!wanted) return { do: "pass" };
    const headers = { "content-type": "application/x-amz-json-1.0" };
    return {
      do: "answer",
      when: "before",
      answer: { status: wanted.status, headers, body: JSON.stringify(wanted.body) },
    };
  };

  get left(): number {
    return this.#wanted.length;
  }
}

/** What an error could quote from a request. */
const quoted = `${Object.values(marks.address).join(", ")} ${marks.words}\n    at ${marks.name} (${marks.email}:1:1) Bearer ${fixedValues.pageToken} ${fixedValues.stripeKey}`;

/** The secret cannot be read at the first delivery. Only for a new shop: later a function has the secret in its cache. */
export async function parametersQuote(shop: ShopUnderTest, refusals: Refusals): Promise<void> {
  refusals.next(/parameters GetParameter .*webhook-secret/, 400, { __type: "AccessDeniedException", message: quoted });
  const signature = { "stripe-signature": `t=${Math.floor(Date.now() / 1000)},v1=${"f".repeat(64)}` };
  const answer = await fetch(shop.endpoints.webhooks.stripe, { method: "POST", body: quoted, headers: signature });
  expect([answer.status, refusals.left]).toEqual([503, 0]);
}

export async function everythingQuotes(shop: ShopUnderTest, refusals: Refusals): Promise<void> {
  await Promise.all([
    tablesQuote(shop, refusals),
    queuesQuote(shop, refusals),
    messengerQuotes(shop),
    stripeQuotes(shop),
    unreadableVisit(shop),
    unreadableOrder(shop),
  ]);
  expect(refusals.left).toBe(0);
}

async function tablesQuote(shop: ShopUnderTest, refusals: Refusals): Promise<void> {
  const shopper = shop.shopper();
  const invalid = { __type: "com.amazon.coral.validate#ValidationException", message: quoted, Message: quoted };
  const item = { shopper: { S: `${fixedValues.pageId}:${shopper.psid}` }, email: { S: marks.email } };
  const cancelled = {
    __type: "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
    Message: quoted,
    CancellationReasons: [{ Code: "ValidationError", Message: quoted, Item: item }],
  };
  for (const call of ["GetItem .*Sessions", "PutItem .*Sessions", "BatchGetItem", "Query .*Orders.*shopper"]) {
    refusals.next(new RegExp(`dynamodb ${call}`), 400, invalid);
  }
  await recapitulation(shopper, ["GOUTTE"]);
  await shopper.tapsPayload("orders");
  await shopper.hears("no order");
  refusals.next(/PaymentsWorker.* TransactWriteItems/, 400, cancelled);
  await shopper.chooses("Order and pay");
  await shopper.hears("is recorded");
}

async function queuesQuote(shop: ShopUnderTest, refusals: Refusals): Promise<void> {
  const shopper = shop.shopper();
  const entry = { Id: "0", Code: "InternalError", Message: quoted, SenderFault: false };
  refusals.next(/sqs SendMessageBatch .*Conversation/, 200, { Successful: [], Failed: [entry] });
  refusals.next(/sqs SendMessageBatch .*Payments/, 400, {
    __type: "com.amazonaws.sqs#InvalidMessageContents",
    message: quoted,
  });
  await ordered(shopper, ["GOUTTE"]);
}

async function messengerQuotes(shop: ShopUnderTest): Promise<void> {
  const shopper = shop.shopper();
  const match = { psid: shopper.psid, kind: "message" };
  const graph = (code: number): unknown => ({ error: { message: quoted, type: quoted, code, fbtrace_id: quoted } });
  await shop.messenger("fail", { status: 500, body: graph(2), match });
  await shop.messenger("fail", { status: 400, body: graph(100), match });
  await shop.messenger("fail", { status: 400, body: graph(551), match });
  await shop.messenger("fail", { status: 403, body: graph(200), match });
  await shopper.says(`${marks.words} ${marks.email}`);
  await shopper.says("hello");
  await shopper.hears("[Français]");
}

async function stripeQuotes(shop: ShopUnderTest): Promise<void> {
  const shopper = shop.shopper();
  const link = await ordered(shopper, ["GOUTTE"]);
  const error = (type: string): unknown => ({ error: { type, code: quoted, param: quoted, message: quoted } });
  await shop.stripe("fail", { status: 500, body: error("api_error"), times: 2, match: "POST /v1/checkout/sessions" });
  expect((await fetch(link, { redirect: "manual" })).status).toBe(503);
  await shop.stripe("fail", { status: 400, body: error("invalid_request_error"), match: "POST /v1/checkout/sessions" });
  expect((await fetch(link, { redirect: "manual" })).status).toBe(503);
  const session = await sessionOf(shop, link);
  await shop.stripe("fail", { status: 400, body: error("invalid_request_error"), match: "GET /v1/checkout/sessions" });
  await pay(shop, session);
  await eventually(() => expect(shop.lines.join("\n")).toContain("Stripe refuses to read a session"));
}

/** A stored session has a form that this release does not know. */
async function unreadableVisit(shop: ShopUnderTest): Promise<void> {
  const shopper = shop.shopper();
  const Item = { shopper: `${fixedValues.pageId}:${shopper.psid}`, version: quoted, state: marks.address };
  await inTable(shop, (tables) => tables.send(new PutCommand({ TableName: shop.endpoints.tables.sessions, Item })));
  await shopper.says(marks.words);
  await shopper.hears(/./);
}

/** An order was written by somebody else; its shopper asks for it, and opens its pay link. */
async function unreadableOrder(shop: ShopUnderTest): Promise<void> {
  const shopper = shop.shopper();
  const link = await ordered(shopper, ["GOUTTE"]);
  const [order] = await shop.ordersOf(shopper);
  const change = new UpdateCommand({
    TableName: shop.endpoints.tables.orders,
    Key: { orderId: order?.orderId },
    UpdateExpression: "SET currency = :quoted, shippingAddress = :address, #lines = :quoted",
    ExpressionAttributeNames: { "#lines": "lines" },
    ExpressionAttributeValues: { ":quoted": quoted, ":address": marks.address },
  });
  await inTable(shop, (tables) => tables.send(change));
  expect((await fetch(link, { redirect: "manual" })).status).toBe(503);
  const since = await shopper.now();
  await shopper.tapsPayload("orders");
  await shopper.hears(/./, since);
  const body = JSON.stringify({ object: "page", entry: quoted });
  await shop.webhook(body, signedBy(fixedValues.appSecret, body));
}
