/** Speech as the Send API's messages; what is too long for Messenger is cut between letters. */
import { limits, shorten } from "#core/conversation/limits.ts";
import type { Button, Card, Choice, PostalAddress, ReceiptSpeech, Speech } from "#core/conversation/speech.ts";
import { decimal } from "#core/values/money.ts";

type Json = Readonly<Record<string, unknown>>;

/** The `message` of a send, without its metadata (https://developers.facebook.com/docs/messenger-platform/reference/send-api). */
export function render(speech: Speech): Json {
  switch (speech.kind) {
    case "text":
      return { text: cut(speech.text, limits.text), ...quickReplies(speech.choices) };
    case "buttons":
      return {
        ...template({
          template_type: "button",
          text: cut(speech.text, limits.buttonText),
          buttons: speech.buttons.slice(0, limits.buttons).map(button),
        }),
        ...quickReplies(speech.choices),
      };
    case "cards":
      return {
        ...template({ template_type: "generic", elements: speech.cards.slice(0, limits.cards).map(element) }),
        ...quickReplies(speech.choices),
      };
    case "receipt":
      return template(receipt(speech));
  }
}

const template = (payload: Json): Json => ({ attachment: { type: "template", payload } });

function quickReplies(choices: readonly Choice[] | undefined): Json {
  if (choices === undefined || choices.length === 0) return {};
  const quick_replies = choices.slice(0, limits.choices).map((choice) => ({
    content_type: "text",
    title: cut(choice.label, limits.label),
    payload: choice.payload,
  }));
  return { quick_replies };
}

function button(each: Button): Json {
  const title = cut(each.label, limits.label);
  return each.kind === "tap"
    ? { type: "postback", title, payload: each.payload }
    : { type: "web_url", title, url: each.url, webview_height_ratio: "full" };
}

const element = (card: Card): Json => ({
  title: cut(card.title, limits.cardLine),
  ...(card.subtitle && { subtitle: cut(card.subtitle, limits.cardLine) }),
  ...(card.picture && { image_url: card.picture }),
  ...(card.buttons.length > 0 && { buttons: card.buttons.slice(0, limits.buttons).map(button) }),
});

const receipt = (speech: ReceiptSpeech): Json => ({
  template_type: "receipt",
  recipient_name: cut(speech.recipientName, 200),
  merchant_name: cut(speech.merchantName, 200),
  order_number: speech.orderNumber,
  currency: speech.total.currency,
  payment_method: cut(speech.paymentMethod, 100),
  timestamp: String(speech.timestamp),
  elements: speech.lines.slice(0, 100).map((line) => ({
    title: cut(line.title, 80),
    ...(line.subtitle && { subtitle: cut(line.subtitle, 80) }),
    quantity: line.quantity,
    // Meta calls it the item's price; its own sample only adds up if it is the line's.
    price: decimal(line.total.amount),
    currency: line.total.currency,
    ...(line.picture && { image_url: line.picture }),
  })),
  ...(speech.address && { address: address(speech.address) }),
  summary: {
    subtotal: decimal(speech.subtotal.amount),
    shipping_cost: decimal(speech.shipping.amount),
    total_tax: decimal(speech.tax.amount),
    total_cost: decimal(speech.total.amount),
  },
});

/** Messenger wants a state everywhere; where a country has none, the city stands for it. */
const address = (where: PostalAddress): Json => ({
  street_1: cut(where.line1, 200),
  ...(where.line2 && { street_2: cut(where.line2, 200) }),
  city: cut(where.city, 100),
  postal_code: cut(where.postalCode, 40),
  state: cut(where.state ? where.state : where.city, 100),
  country: where.country,
});

/** Messenger refuses empty words. */
const cut = (text: string, most: number): string => shorten(text.trim() === "" ? "…" : text, most);
