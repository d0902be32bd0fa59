/** The Graph API as far as the shop calls it: version, token, Page, edge; everything else is refused as Graph refuses it. */
import { z } from "zod";
import { checked } from "./checked.ts";
import { type GraphAnswer, GraphRefusal, refusals } from "./graph-error.ts";
import { graphVersion } from "./limits.ts";
import type { Messenger } from "./messenger.ts";
import { send } from "./send-api.ts";
import { refuseProfile } from "./user-profile.ts";
import { appId } from "./webhook-events.ts";

export interface GraphCall {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  /** The JSON body without the token. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The token of the body, where it has one. */
  readonly bodyToken: unknown;
}

/** The answer to one call; refusals are answers too. */
export function answerGraph(messenger: Messenger, call: GraphCall): GraphAnswer {
  try {
    return { status: 200, body: route(messenger, call) };
  } catch (error) {
    if (error instanceof GraphRefusal) return error.answer;
    throw error;
  }
}

/** Whether this call sends something, so that a control route may make it fail. */
export const isSend = ({ method, path }: GraphCall): boolean => method === "POST" && path.endsWith("/messages");

type Edge = (messenger: Messenger, call: GraphCall) => object;

const edges: Readonly<Record<string, Readonly<Record<string, Edge>>>> = {
  messages: { POST: (messenger, { parameters }) => send(messenger, parameters) },
  messenger_profile: {
    GET: ({ profile }, { query }) => {
      const fields = profile.read(query.get("fields"));
      return { data: Object.keys(fields).length === 0 ? [] : [fields] };
    },
    POST: (messenger, { parameters }) => {
      countProfileCall(messenger);
      messenger.profile.set(parameters);
      return { result: "success" };
    },
    DELETE: (messenger, { parameters }) => {
      countProfileCall(messenger);
      messenger.profile.remove(parameters);
      return { result: "success" };
    },
  },
  subscribed_apps: {
    GET: ({ subscription }) => ({
      data: subscription.fields.length === 0 ? [] : [{ id: String(appId), subscribed_fields: subscription.fields }],
    }),
    POST: ({ subscription }, { parameters, query }) => {
      subscription.set(subscribedFields(parameters["subscribed_fields"] ?? query.get("subscribed_fields")));
      return { success: true };
    },
    DELETE: ({ subscription }) => {
      subscription.end();
      return { success: true };
    },
  },
};

function route(messenger: Messenger, call: GraphCall): object {
  const { method, query } = call;
  const { node, edge } = addressed(call.path);
  checkToken(messenger, call);
  if (node !== "me" && !/^\d+$/.test(node)) throw refusals.unknownAlias(node);
  const isPage = node === "me" || node === messenger.page.id;
  if (edge === undefined && method === "GET" && !isPage) refuseProfile(messenger, node, query.get("fields"));
  const handler = isPage && edge !== undefined ? edges[edge]?.[method] : undefined;
  if (handler === undefined) throw refusals.unknownObject(method, node);
  return handler(messenger, call);
}

/** `/v26.0/{node}` or `/v26.0/{node}/{edge}`. */
function addressed(path: string): { readonly node: string; readonly edge: string | undefined } {
  const [version, node, edge, ...more] = path.split("/").slice(1);
  if (version !== graphVersion || !node || more.length > 0) throw refusals.unknownPath(path);
  if (edge !== undefined && !Object.hasOwn(edges, edge)) throw refusals.unknownPath(`/${edge}`);
  return { node, edge };
}

function checkToken({ page }: Messenger, { query, authorization, bodyToken }: GraphCall): void {
  const bearer = /^Bearer (.+)$/i.exec(authorization ?? "")?.[1];
  const token = query.get("access_token") ?? bodyToken ?? bearer;
  if (token === undefined || token === "") throw refusals.noToken();
  if (token !== page.token) throw refusals.wrongToken();
}

function countProfileCall({ limits }: Messenger): void {
  if (!limits.profileCalls.take()) throw refusals.rateLimit();
}

/** The fields of the reference that a Page can subscribe to: https://developers.facebook.com/docs/messenger-platform/webhooks. */
const field = z.enum([
  "messages",
  "messaging_postbacks",
  "messaging_referrals",
  "messaging_optins",
  "messaging_optouts",
  "message_deliveries",
  "message_reads",
  "message_echoes",
  "message_reactions",
  "message_edits",
  "messaging_account_linking",
  "messaging_customer_information",
  "messaging_feedback",
  "messaging_game_plays",
  "messaging_handovers",
  "messaging_policy_enforcement",
  "message_template_status_update",
  "response_feedback",
  "send_cart",
  "standby",
]);

function subscribedFields(value: unknown): readonly string[] {
  const fields = typeof value === "string" ? value.split(",") : (value ?? undefined);
  return checked(z.strictObject({ subscribed_fields: z.array(field).min(1) }), { subscribed_fields: fields })
    .subscribed_fields;
}
