/** What Meta answers when it refuses: an error body with code and subcode, as https://developers.facebook.com/docs/messenger-platform/error-codes lists them. */
import { randomBytes } from "node:crypto";

/** An answer of the Graph API. */
export interface GraphAnswer {
  readonly status: number;
  readonly body: unknown;
}

interface Refusal {
  readonly status: number;
  readonly code: number;
  readonly subcode?: number;
  readonly message: string;
  readonly type?: string;
}

/** Thrown wherever a call breaks one of Meta's rules; becomes the answer. */
export class GraphRefusal extends Error {
  override readonly name = "GraphRefusal";
  readonly answer: GraphAnswer;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.answer = errorAnswer(refusal);
  }
}

/** The body of an error as Graph writes it, with a new trace id. */
export function errorAnswer(refusal: Refusal): GraphAnswer {
  const { status, code, subcode, message, type = "OAuthException" } = refusal;
  const error = {
    message,
    type,
    code,
    ...(subcode === undefined ? {} : { error_subcode: subcode }),
    fbtrace_id: `A${randomBytes(16).toString("base64url")}`,
  };
  return { status, body: { error } };
}

/** The refusals by name; the messages are close to Meta's, only code and subcode are meant to be relied on. */
export const refusals = {
  badParameter: (message: string, subcode?: number) =>
    new GraphRefusal({
      status: 400,
      code: 100,
      message: `(#100) ${message}`,
      ...(subcode === undefined ? {} : { subcode }),
    }),
  noToken: () =>
    new GraphRefusal({
      status: 400,
      code: 104,
      message: "An access token is required to request this resource.",
    }),
  wrongToken: () =>
    new GraphRefusal({ status: 400, code: 190, message: "Invalid OAuth access token - Cannot parse access token" }),
  unknownPath: (path: string) =>
    new GraphRefusal({ status: 400, code: 2500, message: `Unknown path components: ${path}` }),
  unknownAlias: (alias: string) =>
    new GraphRefusal({
      status: 404,
      code: 803,
      message: `(#803) Some of the aliases you requested do not exist: ${alias}`,
    }),
  unknownObject: (method: string, id: string) =>
    new GraphRefusal({
      status: 400,
      code: 100,
      subcode: 33,
      type: "GraphMethodException",
      message:
        `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to ` +
        "missing permissions, or does not support this operation.",
    }),
  messageWithAction: () => refusals.badParameter("Cannot send a message together with a sender_action.", 2018014),
  unknownPerson: () => refusals.badParameter("No matching user found", 2018001),
  noProfile: () => refusals.badParameter("Insufficient permission to access the profile of this user.", 2018247),
  blocked: () =>
    new GraphRefusal({
      status: 400,
      code: 551,
      subcode: 1545041,
      message: "(#551) This person isn't available right now.",
    }),
  outsideWindow: () =>
    new GraphRefusal({
      status: 403,
      code: 10,
      subcode: 2018278,
      message: "(#10) This message is sent outside of allowed window.",
    }),
  rateLimit: () =>
    new GraphRefusal({
      status: 400,
      code: 613,
      message: "(#613) Calls to this api have exceeded the rate limit.",
    }),
  noPermission: (what: string) =>
    new GraphRefusal({
      status: 403,
      code: 10,
      message: `(#10) Application does not have permission for this action: ${what}`,
    }),
};
