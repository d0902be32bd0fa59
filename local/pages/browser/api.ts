/** The page's calls to the server it came from; each rejects with an Error whose message can be shown. */
import { z } from "zod";
import { label } from "./labels.ts";
import { readThread, type ThreadItem } from "./thread-item.ts";

export interface Tap {
  readonly payload: string;
  readonly title: string;
  readonly as: "postback" | "quick-reply" | "get-started";
  /** The message that bears the button. */
  readonly ofMid?: string;
}

export const attachmentTypes = ["image", "sticker", "thumbs-up", "location", "audio", "video", "file", "link"] as const;
export type AttachmentType = (typeof attachmentTypes)[number];

/** What one shopper can do. */
export interface ShopperCalls {
  text(text: string): Promise<void>;
  tap(tap: Tap): Promise<void>;
  attachment(type: AttachmentType): Promise<void>;
  thread(): Promise<readonly ThreadItem[]>;
  /** Address of the event stream of new items. */
  readonly eventsUrl: string;
}

/** The calls of the shopper with this page-scoped id. */
export function shopperCalls(psid: string): ShopperCalls {
  const base = `/local/messenger/shoppers/${psid}`;
  return {
    text: async (text) => void (await call(`${base}/text`, { text })),
    tap: async (tap) => void (await call(`${base}/tap`, tap)),
    attachment: async (type) => void (await call(`${base}/attachment`, { type })),
    thread: async () => readThread(await call(`${base}/thread?after=0`)),
    eventsUrl: `${base}/events`,
  };
}

/** GET, or POST of a JSON body; the parsed answer. */
export async function call(url: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(
    url,
    body === undefined
      ? {}
      : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) },
  ).catch((cause: unknown) => {
    throw new Error(label("noAnswer"), { cause });
  });
  if (answer.status === 502) throw new Error(label("messengerSilent"));
  const text = await answer.text();
  if (!answer.ok) throw new Error(complaint(text) ?? `${answer.status} ${answer.statusText}`);
  return text === "" ? undefined : JSON.parse(text);
}

const errorBody = z.object({
  error: z.union([z.string(), z.object({ message: z.string() }).transform((it) => it.message)]),
});

function complaint(text: string): string | undefined {
  try {
    return errorBody.safeParse(JSON.parse(text)).data?.error;
  } catch {
    return undefined;
  }
}
