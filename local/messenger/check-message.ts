/** What may be sent: the Send API's parameters, checked against every documented limit of the kinds the shop uses. */
import { z } from "zod";
import { buttons, defaultAction } from "./check-buttons.ts";
import { receiptTemplate } from "./check-receipt.ts";
import { checked } from "./checked.ts";
import { refusals } from "./graph-error.ts";
import { limits } from "./limits.ts";
import { characters, digits, oneTo, pictureAddress } from "./parameters.ts";

const buttonTemplate = z.strictObject({
  template_type: z.literal("button"),
  text: characters(limits.buttonTemplateText),
  buttons,
  sharable: z.boolean().optional(),
});

const card = z
  .strictObject({
    title: characters(limits.genericTitle),
    subtitle: characters(limits.genericSubtitle).optional(),
    image_url: pictureAddress.optional(),
    default_action: defaultAction.optional(),
    buttons: buttons.optional(),
  })
  .refine((card) => Object.keys(card).length > 1, "must have a title and at least one more property");

const genericTemplate = z.strictObject({
  template_type: z.literal("generic"),
  elements: oneTo(limits.genericElements, card),
  sharable: z.boolean().optional(),
});

const attachment = z.strictObject({
  type: z.literal("template"),
  payload: z.discriminatedUnion("template_type", [buttonTemplate, genericTemplate, receiptTemplate], {
    error: "must be one of {button, generic, receipt}",
  }),
});

const icon = { image_url: pictureAddress.optional() };
const quickReply = z.discriminatedUnion(
  "content_type",
  [
    z.strictObject({
      content_type: z.literal("text"),
      title: characters(limits.quickReplyTitle),
      payload: characters(limits.quickReplyPayload),
      ...icon,
    }),
    z.strictObject({ content_type: z.literal("user_phone_number"), ...icon }),
    z.strictObject({ content_type: z.literal("user_email"), ...icon }),
  ],
  { error: "must be one of {text, user_phone_number, user_email}" },
);

const message = z
  .strictObject({
    text: characters(limits.textCharacters).optional(),
    attachment: attachment.optional(),
    quick_replies: oneTo(limits.quickReplies, quickReply).optional(),
    metadata: characters(limits.metadataCharacters).optional(),
  })
  .refine(
    (message) => (message.text === undefined) !== (message.attachment === undefined),
    "must have either text or attachment",
  );

const recipient = z.strictObject({ id: digits });

const messageParameters = z.strictObject({
  recipient,
  messaging_type: z.enum(["RESPONSE", "UPDATE", "MESSAGE_TAG"]),
  tag: z.string().optional(),
  message,
});

const actionParameters = z.strictObject({
  recipient,
  messaging_type: z.enum(["RESPONSE", "UPDATE"]).optional(),
  sender_action: z.enum(["mark_seen", "typing_on", "typing_off"]),
});

export type PageMessage = z.output<typeof message>;
export type SenderAction = z.output<typeof actionParameters>["sender_action"];

export type SendRequest =
  | { readonly kind: "message"; readonly psid: string; readonly message: PageMessage }
  | { readonly kind: "action"; readonly psid: string; readonly action: SenderAction };

/** A request of the Send API from its parameters; a GraphRefusal that names the parameter when Meta would refuse it. */
export function checkSend(parameters: Readonly<Record<string, unknown>>): SendRequest {
  if (parameters["message"] !== undefined && parameters["sender_action"] !== undefined) {
    throw refusals.messageWithAction();
  }
  if (parameters["sender_action"] !== undefined) {
    const { recipient, sender_action } = checked(actionParameters, parameters);
    return { kind: "action", psid: recipient.id, action: sender_action };
  }
  const { recipient, messaging_type, tag, message } = checked(messageParameters, parameters);
  checkTag(messaging_type, tag);
  return { kind: "message", psid: recipient.id, message };
}

/** Which tags are left: https://developers.facebook.com/docs/messenger-platform/changelog, 27 April 2026. */
function checkTag(messagingType: string, tag: string | undefined): void {
  if (messagingType !== "MESSAGE_TAG") {
    if (tag !== undefined) throw refusals.badParameter("Param tag needs messaging_type MESSAGE_TAG.");
    return;
  }
  if (tag === undefined) throw refusals.badParameter("The parameter tag is required.");
  if (tag === "HUMAN_AGENT") throw refusals.noPermission("the Human Agent feature was not approved");
  throw refusals.badParameter(`Param tag: the message tag ${tag} is not available.`);
}

/** The number of a receipt, which no other receipt may bear; nothing for other messages. */
export function receiptNumber(message: PageMessage): string | undefined {
  const payload = message.attachment?.payload;
  return payload?.template_type === "receipt" ? payload.order_number : undefined;
}
