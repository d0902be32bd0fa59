/** The Send API: what the Page says reaches the shopper's thread, or is refused as Meta refuses it. */
import { checkSend, receiptNumber, type SenderAction, type SendRequest } from "./check-message.ts";
import { refusals } from "./graph-error.ts";
import { limits } from "./limits.ts";
import type { Messenger } from "./messenger.ts";
import { newMid } from "./threads.ts";
import { deliveryEvent, echoEvent } from "./webhook-events.ts";

/** Does what `POST /{page}/messages` asks; a GraphRefusal when Meta would not. */
export function send(messenger: Messenger, parameters: Readonly<Record<string, unknown>>): object {
  if (!messenger.limits.sends.take()) throw refusals.rateLimit();
  const request = checkSend(parameters);
  checkPerson(messenger, request.psid);
  if (request.kind === "action") {
    act(messenger, request.psid, request.action);
    return { recipient_id: request.psid };
  }
  return { recipient_id: request.psid, message_id: say(messenger, request) };
}

/** Whether the Page may write to this person now. */
function checkPerson({ threads, blocked, clock }: Messenger, psid: string): void {
  const heardAt = threads.heardAt(psid);
  if (heardAt === undefined) throw refusals.unknownPerson();
  if (blocked.has(psid)) throw refusals.blocked();
  if (clock.now() - heardAt > limits.windowMs.value) throw refusals.outsideWindow();
}

/** Shows the typing indicator; `mark_seen` shows nothing that the thread would keep. */
function act({ threads }: Messenger, psid: string, action: SenderAction): void {
  if (action === "typing_on") threads.typing(psid, true);
  if (action === "typing_off") threads.typing(psid, false);
}

function say(messenger: Messenger, request: SendRequest & { kind: "message" }): string {
  const { threads, webhooks, page } = messenger;
  const { psid, message } = request;
  const number = receiptNumber(message);
  if (number !== undefined && threads.hasReceipt(number)) {
    throw refusals.badParameter(
      "Param message[attachment][payload][order_number] must be unique: a receipt with it was sent before.",
    );
  }
  const mid = newMid();
  const text = message.text === undefined ? {} : { text: message.text };
  const item = threads.add(psid, { from: "page", mid, ...text, message: { ...message } });
  const between = { pageId: page.id, psid, at: item.at };
  webhooks.send(psid, echoEvent(between, item));
  webhooks.send(psid, deliveryEvent(between, mid));
  return mid;
}
