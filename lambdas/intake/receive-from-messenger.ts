/** A call of Messenger: the handshake is answered, a signed delivery split into events and queued. No shop rule, no table. */
import { createHash, timingSafeEqual } from "node:crypto";
import { isObject, parseJson } from "#adapters/json/loose-json.ts";
import { type DropReason, type EventKind, eventKinds } from "#adapters/messenger/event-kinds.ts";
import { isSignedByMeta } from "#adapters/messenger/signature.ts";
import { readDelivery, type WebhookEvent } from "#adapters/messenger/webhook-events.ts";
import type { Clock } from "#ports/clock.ts";
import type { ConversationOutlet } from "#ports/queues.ts";
import { errorFields, log } from "#runtime/log.ts";
import { count } from "#runtime/metrics.ts";
import { type Answer, answer, rawBody, type WebhookCall } from "./raw-request.ts";
import { passes, type RotatingSecret } from "./secret-check.ts";

export interface MessengerIntake {
  readonly appSecret: RotatingSecret;
  readonly verifyToken: RotatingSecret;
  readonly queue: ConversationOutlet;
  readonly now: Clock;
}

/** What Meta sends at most; checked before anything is computed over it. */
const mostBytes = 3 * 1024 * 1024;

/**
 * The handshake: 200 with the bare challenge for mode `subscribe` and our verify token, else 403
 * (https://developers.facebook.com/docs/messenger-platform/webhooks).
 */
export async function answerHandshake(intake: MessengerIntake, call: WebhookCall): Promise<Answer> {
  const query = call.queryStringParameters ?? {};
  const token = query["hub.verify_token"];
  const challenge = query["hub.challenge"];
  if (query["hub.mode"] !== "subscribe" || token === undefined) return answer("forbidden");
  return orTryAgain(async () => {
    const isOurs = await passes(intake.verifyToken, (values) => values.some((value) => isSame(value, token)));
    if (!isOurs) return answer("forbidden");
    return challenge === undefined ? answer("malformed") : answer("accepted", challenge);
  });
}

/**
 * A delivery: 200 once all its events are queued or dropped on purpose, 401 unless it is signed, 400 for broken JSON, 413
 * over 3 MB, 503 if the queue refuses, so that Meta delivers it again.
 */
export async function receiveDelivery(intake: MessengerIntake, call: WebhookCall): Promise<Answer> {
  const body = rawBody(call);
  if (body.length > mostBytes) return refuse("too-large", body);
  const signature = call.headers["x-hub-signature-256"];
  if (signature === undefined) return refuse("badly-signed", body);
  return orTryAgain(async () => {
    if (!(await passes(intake.appSecret, (secrets) => isSignedByMeta(body, signature, secrets)))) {
      return refuse("badly-signed", body);
    }
    const events = read(body, intake.now);
    if (!events) return refuse("malformed", body);
    await intake.queue.send(events.flatMap((event) => event.messages));
    note(events);
    return answer("accepted");
  });
}

/** Both sides hashed, so that the time taken tells nothing, not even a length. */
const isSame = (left: string, right: string): boolean => timingSafeEqual(hash(left), hash(right));
const hash = (text: string): Buffer => createHash("sha256").update(text).digest();

function read(body: Buffer, now: Clock): readonly WebhookEvent[] | undefined {
  try {
    const delivery = parseJson(body.toString("utf8"));
    return isObject(delivery) ? readDelivery(delivery, now()) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function refuse(what: "too-large" | "badly-signed" | "malformed", body: Buffer): Answer {
  log.warn("delivery refused", { sender: "messenger", what, bytes: body.length });
  count(what === "badly-signed" ? "SignaturesRefused" : "BodiesRefused");
  return answer(what);
}

/** Kinds and numbers, never contents. */
function note(events: readonly WebhookEvent[]): void {
  const queued = new Map<EventKind, number>();
  const dropped = new Map<EventKind, number>();
  const because = new Set<DropReason>();
  for (const { kind, messages } of events) {
    const tally = messages.length > 0 ? queued : dropped;
    tally.set(kind, (tally.get(kind) ?? 0) + 1);
    const fate = eventKinds[kind];
    if (fate !== "queued") because.add(fate);
  }
  log.info("delivery accepted", {
    sender: "messenger",
    queued: Object.fromEntries(queued),
    dropped: Object.fromEntries(dropped),
    because: [...because],
  });
  if (queued.size > 0) count("EventsQueued", sum(queued));
  if (dropped.size > 0) count("EventsDropped", sum(dropped));
}

const sum = (tally: ReadonlyMap<EventKind, number>): number =>
  [...tally.values()].reduce((total, number) => total + number, 0);

/** A failure of the world is the sender's to try again. */
async function orTryAgain(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    log.error("delivery not queued", { sender: "messenger", reason: errorFields(error) });
    count("QueueRefused");
    return answer("try-again");
  }
}
