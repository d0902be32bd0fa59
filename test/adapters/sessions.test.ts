import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { dynamoSessions } from "#adapters/dynamodb/sessions.ts";
import { nothingHeard } from "#core/conversation/memory.ts";
import { newcomer } from "#core/conversation/state.ts";
import type { EffectId, ShopperKey } from "#core/values/ids.ts";
import { after, days, instant } from "#core/values/instant.ts";
import { type LocalService, startDynamoDb } from "#local/services/dynamodb.ts";
import { WorldFailure } from "#ports/failures.ts";
import type { Session } from "#ports/sessions.ts";
import { visitAwaitingPayment } from "#test/core/conversation/visit.ts";

const table = "Sessions";
let service: LocalService;
let client: DynamoDBDocumentClient;
let shopper: ShopperKey;
let now = instant(Date.UTC(2026, 10, 24));
let unreadable = 0;
let count = 0;

const sessions = () => dynamoSessions(client, table, { now: () => now, onUnreadable: () => (unreadable += 1) });

beforeAll(async () => {
  service = await startDynamoDb();
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const plain = new DynamoDBClient({ endpoint: service.endpoint, region: "eu-west-3", credentials });
  client = DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } });
  await plain.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "shopper", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "shopper", AttributeType: "S" }],
    }),
  );
});
beforeEach(() => {
  count += 1;
  shopper = `100000000000001:${count}` as ShopperKey;
  unreadable = 0;
});
afterAll(async () => {
  client.destroy();
  await service.stop();
});

/** A session in the middle of a purchase, with words not said yet. */
function aSession(): Session {
  const { visit } = visitAwaitingPayment();
  return {
    shopper,
    version: 0,
    state: visit.state,
    outbox: visit.effects.map((effect, index) => ({ ...effect, id: `m_1:${index}` as EffectId })),
    memory: { recent: [{ hash: "abc-_123", at: now }], floor: instant(7) },
    lastHeardAt: now,
  };
}

test("a session is read as it was saved", async () => {
  const saved = await sessions().save(aSession());
  expect(saved.version).toBe(1);
  expect(await sessions().load(shopper)).toEqual(saved);
});

test("a shopper never seen has no session", async () => {
  expect(await sessions().load(shopper)).toBeUndefined();
});

test("nobody overwrites what another saved meanwhile", async () => {
  const first = await sessions().save(aSession());
  await sessions().save(first);
  await expect(sessions().save(first)).rejects.toThrow(WorldFailure);
  await expect(sessions().save(aSession())).rejects.toThrow(WorldFailure);
});

test("a session not used for long is as good as gone, also before the table deletes it", async () => {
  await sessions().save(aSession());
  now = after(now, days(29));
  expect(await sessions().load(shopper)).toBeDefined();
  now = after(now, days(1));
  expect(await sessions().load(shopper)).toBeUndefined();
  expect(await sessions().save(aSession())).toMatchObject({ version: 1 });
});

test("the item says when it may be deleted, in seconds, and when the shopper was last heard", async () => {
  await sessions().save(aSession());
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: { shopper } }));
  expect(Item).toMatchObject({ locale: "fr", lastHeardAt: now, expiresAt: (now + days(30)) / 1000 });
});

test("a visit of another age begins anew, but what was heard stays heard", async () => {
  const { version } = await sessions().save({ ...aSession(), outbox: [] });
  await client.send(
    new UpdateCommand({
      TableName: table,
      Key: { shopper },
      UpdateExpression: "SET #state.step = :step",
      ExpressionAttributeNames: { "#state": "state" },
      ExpressionAttributeValues: { ":step": { at: "bargaining" } },
    }),
  );
  expect(await sessions().load(shopper)).toMatchObject({
    version,
    state: newcomer("fr"),
    memory: { recent: [{ hash: "abc-_123" }] },
  });
  expect(unreadable).toBe(1);
});

test("a session without anything in it is small", async () => {
  await sessions().save({ ...aSession(), state: newcomer("fr"), outbox: [], memory: nothingHeard });
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: { shopper } }));
  expect(JSON.stringify(Item).length).toBeLessThan(500);
});
