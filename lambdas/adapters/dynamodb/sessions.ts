/** Sessions in their DynamoDB table: one item for each shopper, written whole and only over the version that was read. */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { newcomer } from "#core/conversation/state.ts";
import type { ShopperKey } from "#core/values/ids.ts";
import { days, type Instant, instant } from "#core/values/instant.ts";
import type { Clock } from "#ports/clock.ts";
import { Unprocessable, WorldFailure } from "#ports/failures.ts";
import type { Session, SessionStore } from "#ports/sessions.ts";
import { worldly } from "./aws-failure.ts";
import { outboxEntry, type SessionItem, sessionAttributes, stateAttribute } from "./session-item.ts";

/** How long after the last message a session is kept; the shop's privacy notice (`shop/legal/privacy`) says so too. */
const kept = days(30);

/** The sessions of a table; `onUnreadable` is called when the stored state is of a release that this one cannot read, and the visit begins anew. */
export const dynamoSessions = (
  client: DynamoDBDocumentClient,
  table: string,
  world: { readonly now: Clock; readonly onUnreadable: () => void },
): SessionStore => ({
  async load(shopper) {
    const command = new GetCommand({ TableName: table, Key: { shopper }, ConsistentRead: true });
    const { Item } = await worldly("read a session", () => client.send(command));
    if (!Item) return undefined;
    const item = sessionAttributes.safeParse(Item);
    if (!item.success) throw new Unprocessable("a session cannot be read", { cause: item.error });
    return item.data.expiresAt * 1000 <= world.now() ? undefined : sessionOf(shopper, item.data, world.onUnreadable);
  },

  async save(session) {
    const saved = { ...session, version: session.version + 1 };
    try {
      await client.send(
        new PutCommand({ TableName: table, Item: itemOf(saved, world.now()), ...follows(session, world.now()) }),
      );
    } catch (cause) {
      const isTaken = cause instanceof ConditionalCheckFailedException;
      throw new WorldFailure(isTaken ? "a session was saved meanwhile" : "DynamoDB cannot save a session", { cause });
    }
    return saved;
  },
});

/** The condition that nobody saved since; an expired item may still lie where a new session begins. */
const follows = ({ version }: Session, now: Instant) =>
  version === 0
    ? {
        ConditionExpression: "attribute_not_exists(shopper) OR expiresAt <= :now",
        ExpressionAttributeValues: { ":now": Math.floor(now / 1000) },
      }
    : { ConditionExpression: "version = :version", ExpressionAttributeValues: { ":version": version } };

function itemOf(session: Session, now: Instant): SessionItem {
  const { shopper, version, state, outbox, memory, lastHeardAt } = session;
  return {
    shopper,
    version,
    state,
    outbox: [...outbox],
    recent: memory.recent.map(({ hash, at }) => `${hash}@${at}`),
    floor: memory.floor,
    locale: state.language.locale,
    ...(lastHeardAt !== undefined && { lastHeardAt }),
    expiresAt: Math.ceil((now + kept) / 1000),
  };
}

function sessionOf(shopper: ShopperKey, item: SessionItem, onUnreadable: () => void): Session {
  const state = stateAttribute.safeParse(item.state);
  const outbox = item.outbox.map((entry) => outboxEntry.safeParse(entry));
  if (!state.success || outbox.some((entry) => !entry.success)) onUnreadable();
  return {
    shopper,
    version: item.version,
    state: state.success ? state.data : newcomer(item.locale),
    outbox: outbox.flatMap((entry) => (entry.success ? [entry.data] : [])),
    memory: { recent: item.recent.map(heardOf), floor: item.floor },
    lastHeardAt: item.lastHeardAt,
  };
}

function heardOf(text: string): Session["memory"]["recent"][number] {
  const at = text.indexOf("@");
  return { hash: text.slice(0, at), at: instant(Number(text.slice(at + 1))) };
}
