/** The buttons of templates and of the persistent menu: kinds, labels, payloads, addresses (MP/send-messages/buttons). */
import { z } from "zod";
import { type Limit, limits } from "./limits.ts";
import { characters, oneTo, pageAddress } from "./parameters.ts";

const opening = {
  type: z.literal("web_url"),
  url: pageAddress,
  webview_height_ratio: z.enum(["compact", "tall", "full"]).optional(),
  webview_share_button: z.literal("hide").optional(),
  messenger_extensions: z
    .literal(false, { error: "must be false: no domain of this Page is on its allow-list" })
    .optional(),
};

/** A postback or web_url button with labels and payloads of at most so many characters. */
export const buttonOf = (title: Limit, payload: Limit) =>
  z.discriminatedUnion(
    "type",
    [
      z.strictObject({ ...opening, title: characters(title) }),
      z.strictObject({ type: z.literal("postback"), title: characters(title), payload: characters(payload) }),
    ],
    { error: "must be one of {web_url, postback}" },
  );

/** One to three buttons of a template. */
export const buttons = oneTo(limits.buttons, buttonOf(limits.buttonTitle, limits.buttonPayload));

/** What a tap on a card opens: a web_url button without a title (MP/send-messages/template/generic). */
export const defaultAction = z.strictObject(opening);
