/** What a thread item looks like: each kind of message of the shop and of the shopper. */
import { carousel } from "./carousel.ts";
import { element } from "./element.ts";
import { type IconName, icon } from "./icons.ts";
import { type Label, label } from "./labels.ts";
import { type ChatActions, messageButtons } from "./message-buttons.ts";
import { receiptSlip } from "./receipt.ts";
import { textBubble } from "./text-bubble.ts";
import { type MessageAttachment, media, type ShopMessage, type ThreadItem, template } from "./thread-item.ts";

/** The parts of an item, one under the other; nothing for a typing mark. */
export function drawItem(item: ThreadItem, actions: ChatActions): readonly HTMLElement[] {
  if (item.from === "typing") return [];
  if (item.from === "page" && item.message) return drawShopMessage(item.message, actions, item.mid);
  const parts: HTMLElement[] = [];
  if (item.text) parts.push(textBubble(item.text, (url) => actions.openPage(url, url)));
  if (item.attachment && !(item.attachment === "link" && item.text)) parts.push(shopperAttachment(item.attachment));
  return parts.length > 0 ? parts : [notDrawn("")];
}

function drawShopMessage(message: ShopMessage, actions: ChatActions, mid: string | undefined): readonly HTMLElement[] {
  const parts: HTMLElement[] = [];
  if (message.text) parts.push(textBubble(message.text, (url) => actions.openPage(url, url)));
  const attachments = [...(message.attachment ? [message.attachment] : []), ...(message.attachments ?? [])];
  for (const attachment of attachments) parts.push(drawAttachment(attachment, actions, mid));
  return parts.length > 0 ? parts : [notDrawn("")];
}

function drawAttachment(attachment: MessageAttachment, actions: ChatActions, mid: string | undefined): HTMLElement {
  if (attachment.type !== "template") return drawMedia(attachment);
  const read = template.safeParse(attachment.payload).data;
  switch (read?.template_type) {
    case "button":
      return element(
        "div",
        { class: "button-template" },
        textBubble(read.text, (url) => actions.openPage(url, url)),
        messageButtons(read.buttons, actions, mid),
      );
    case "generic":
      return carousel(read.elements, actions, mid);
    case "receipt":
      return receiptSlip(read);
    case undefined:
      return notDrawn(kindOf(attachment.payload) ?? "template");
  }
}

function drawMedia(attachment: MessageAttachment): HTMLElement {
  const url = media.safeParse(attachment.payload).data?.url;
  if (url === undefined || !/^https?:/.test(url)) return notDrawn(attachment.type);
  switch (attachment.type) {
    case "image":
      return element("img", { class: "sent-picture", src: url, alt: label("image") });
    case "video":
      return element("video", { class: "sent-picture", src: url, controls: "" });
    case "audio":
      return element("audio", { src: url, controls: "" });
    default:
      return element("a", { class: "bubble", href: url, target: "_blank", rel: "noreferrer" }, label("file"));
  }
}

const attachmentIcons = {
  image: "photo",
  sticker: "sticker",
  "thumbs-up": "thumb",
  location: "place",
  audio: "voice",
  video: "video",
  file: "file",
  link: "link",
} satisfies Readonly<Record<string, IconName>>;

type KnownAttachment = Extract<Label, keyof typeof attachmentIcons>;
const isKnown = (type: string): type is KnownAttachment => type in attachmentIcons;

function shopperAttachment(type: string): HTMLElement {
  const known = isKnown(type) ? type : undefined;
  const words = known ? label(known) : type;
  const large = type === "thumbs-up" || type === "sticker";
  const mark = icon(known ? attachmentIcons[known] : "file");
  if (large) return element("div", { class: `sent-sign ${type}`, role: "img", "aria-label": words }, mark);
  return element("div", { class: "bubble sent-attachment" }, mark, words);
}

const notDrawn = (kind: string): HTMLElement =>
  element("div", { class: "bubble not-drawn" }, `${label("notDrawn")}${kind ? ` (${kind})` : ""}`);

function kindOf(payload: unknown): string | undefined {
  if (typeof payload !== "object" || payload === null || !("template_type" in payload)) return undefined;
  return typeof payload.template_type === "string" ? payload.template_type : undefined;
}
