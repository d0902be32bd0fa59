/** Messenger's Send API: one call for each thing said, and what its answer means. */
import * as z from "zod";
import { boundedFetch, type WebAnswer, waitAsked } from "#adapters/web/bounded-fetch.ts";
import type { Speech } from "#core/conversation/speech.ts";
import { WorldFailure } from "#ports/failures.ts";
import type { Messenger, Recipient, Said } from "#ports/messenger.ts";
import { render } from "./render.ts";
import { classify, type GraphError, nameOf, type RefusalClass } from "./send-refusal.ts";

export interface SendApiOptions {
  /** `https://graph.facebook.com`, or what stands in for it. */
  readonly graphUrl: string;
  /** The Page token, the current one first. */
  readonly tokens: () => Promise<readonly string[]>;
  /** The same, fetched anew: after the one known was refused. */
  readonly refreshedTokens: () => Promise<readonly string[]>;
  /** Told when nothing can be sent for the Page until somebody acts; `why` is code and subcode. */
  readonly onPageBlocked: (why: string) => void;
}

const version = "v26.0";
/** Milliseconds; after that the outcome is unknown and the words are sent again later. */
const patience = 6000;
/** The typing indicator is a courtesy: it may not keep the words waiting. Milliseconds for both of its calls. */
const courtesy = 2000;

/** The Send API of Messenger for any of the shop's Pages. */
export const sendApi = (options: SendApiOptions): Messenger => ({
  async attend(to) {
    // One after the other, and cut off in the end: a late indicator must not come after the words.
    const signal = AbortSignal.timeout(courtesy);
    try {
      const [token = ""] = await options.tokens();
      for (const sender_action of ["mark_seen", "typing_on"]) {
        await post(options, { to, token, body: { sender_action }, signal });
      }
    } catch {
      // Nobody misses it.
    }
  },

  async say(to, speech, id) {
    const body = { messaging_type: "RESPONSE", message: { ...render(speech), metadata: id } };
    const [token = ""] = await options.tokens();
    let answer = await post(options, { to, token, body, signal: AbortSignal.timeout(patience) });
    if (answer.kind === "error" && classify(answer.error) === "token") {
      const [fresh = ""] = await options.refreshedTokens();
      answer = await post(options, { to, token: fresh, body, signal: AbortSignal.timeout(patience) });
    }
    return answer.kind === "sent" ? { outcome: "said" } : meaning(options, speech, answer);
  },
});

interface Call {
  readonly to: Recipient;
  readonly token: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
}

type Answer =
  | { readonly kind: "sent" }
  | { readonly kind: "error"; readonly error: GraphError; readonly wait?: number };

/** The token goes in a header: addresses are written into logs. */
async function post(options: SendApiOptions, { to, token, body, signal }: Call): Promise<Answer> {
  let answer: WebAnswer;
  try {
    answer = await boundedFetch(`${options.graphUrl}/${version}/${to.pageId}/messages`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ recipient: { id: to.psid }, ...body }),
      signal,
    });
  } catch (cause) {
    throw new WorldFailure("Messenger cannot be reached", { cause });
  }
  const { status, headers, text } = answer;
  const said = answerBody.safeParse(readable(text)).data;
  const wait = waitAsked(headers.get("retry-after"));
  if (said?.error) return { kind: "error", error: said.error, ...(wait !== undefined && { wait }) };
  // Something on the way may answer 200 with a page of its own: only Messenger's JSON says that the words were sent.
  if (said && status >= 200 && status < 300) return { kind: "sent" };
  throw new WorldFailure(`Messenger answered ${status}`, { ...(wait !== undefined && { retryAfter: wait }) });
}

const answerBody = z.object({
  error: z
    .object({
      code: z.coerce.number().int(),
      error_subcode: z.coerce.number().int().optional(),
      message: z.string().optional().catch(undefined),
    })
    .optional(),
});

function readable(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function meaning(options: SendApiOptions, speech: Speech, answer: Answer & { kind: "error" }): Said {
  const { error } = answer;
  const why = nameOf(error);
  const kind: RefusalClass = isRepeatedReceipt(speech, error) ? "said" : classify(error);
  switch (kind) {
    case "said":
      return { outcome: "said" };
    case "unreachable":
    case "refused":
      return { outcome: kind, why };
    case "page":
    case "token":
      options.onPageBlocked(why);
      throw new WorldFailure(`Messenger sends nothing for this Page (${why})`);
    case "later":
      throw new WorldFailure(`Messenger could not send (${why})`, {
        ...(answer.wait !== undefined && { retryAfter: answer.wait }),
      });
  }
}

/** A receipt's number is taken once: refused the second time, it was sent the first time, whatever came back then. */
const isRepeatedReceipt = (speech: Speech, error: GraphError): boolean =>
  speech.kind === "receipt" && error.code === 100 && /unique|duplicate|already/i.test(error.message ?? "");
