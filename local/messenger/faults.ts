/** Failures that the control route can ask for: Meta's error classes by code, plain HTTP errors, broken connections. */
import { errorAnswer, type GraphAnswer } from "./graph-error.ts";

/** A call that gets no whole answer: never any, half of one, or a connection reset. */
export type Broken = "hang" | "half-body" | "reset";

export interface Fault {
  readonly name: string;
  readonly how: GraphAnswer | Broken;
  /** How often; undefined: until reset. */
  times: number | undefined;
  /** Whether the message reaches the shopper all the same. */
  readonly delivered: boolean;
  readonly match: FaultMatch;
}

export interface FaultMatch {
  readonly psid?: string | undefined;
  /** `sender_action`, or the kind of message. */
  readonly kind?: "message" | "sender_action" | "text" | "button" | "generic" | "receipt" | undefined;
  /** Words anywhere in the request's JSON. */
  readonly contains?: string | undefined;
}

const error = (status: number, code: number, message: string, subcode?: number) => () =>
  errorAnswer({ status, code, message: `(#${code}) ${message}`, ...(subcode === undefined ? {} : { subcode }) });
const page = (status: number) => () => ({ status, body: `<html><body>${status}</body></html>` });

/** By `code` or `code/subcode` of https://developers.facebook.com/docs/messenger-platform/error-codes. */
const named: Readonly<Record<string, (() => GraphAnswer) | Broken>> = {
  "1": error(500, 1, "An unknown error occurred"),
  "1/1357046": error(500, 1, "Received Invalid JSON reply", 1357046),
  "2": error(500, 2, "Service temporarily unavailable"),
  "4": error(403, 4, "Application request limit reached"),
  "10/1893063": error(403, 10, "The Page is temporarily restricted from sending messages", 1893063),
  "10/2018065": error(403, 10, "This message is sent outside of allowed window", 2018065),
  "10/2018108": error(403, 10, "This person can't receive messages right now", 2018108),
  "10/2018278": error(403, 10, "This message is sent outside of allowed window", 2018278),
  "100": error(400, 100, "Invalid parameter"),
  "100/2018001": error(400, 100, "No matching user found", 2018001),
  "190": error(400, 190, "Error validating access token"),
  "200": error(403, 200, "Cannot message users who are not admins, developers or testers of the app", 2018028),
  "368": error(403, 368, "The action attempted has been deemed abusive or is otherwise disallowed"),
  "551": error(400, 551, "This person isn't available right now", 1545041),
  "613": error(400, 613, "Calls to this api have exceeded the rate limit"),
  "613/2018338": error(400, 613, "People find the messages of this Page bothersome", 2018338),
  "613/2534040": error(400, 613, "Calls to this api have exceeded the rate limit", 2534040),
  "1200": error(500, 1200, "Temporary send message failure. Please try again later."),
  "2018300": error(403, 2018300, "Another app is controlling this thread now"),
  "2022": error(403, 2022, "The ability to send commerce messages has been disabled"),
  "500": page(500),
  "502": page(502),
  "503": page(503),
  hang: "hang",
  "half-body": "half-body",
  reset: "reset",
};

export const faultNames: readonly string[] = Object.keys(named);

/** What a named fault answers, made anew each time; undefined for an unknown name. */
export function faultNamed(name: string): GraphAnswer | Broken | undefined {
  const fault = Object.hasOwn(named, name) ? named[name] : undefined;
  return typeof fault === "function" ? fault() : fault;
}

/** The two faults after which the message has gone out: Meta says so of one, the other cuts the connection during the answer. */
export const deliversByItself = (name: string): boolean => name === "1/1357046" || name === "half-body";

export class Faults {
  #faults: Fault[] = [];

  add(fault: Fault): void {
    this.#faults.push(fault);
  }

  clear(): void {
    this.#faults = [];
  }

  /** The first fault meant for this call, one time used up. */
  take(parameters: Readonly<Record<string, unknown>>): Fault | undefined {
    const fault = this.#faults.find(({ match }) => matches(match, parameters));
    if (fault?.times !== undefined) {
      fault.times -= 1;
      if (fault.times <= 0) this.#faults = this.#faults.filter((other) => other !== fault);
    }
    return fault;
  }
}

function matches({ psid, kind, contains }: FaultMatch, parameters: Readonly<Record<string, unknown>>): boolean {
  const json = JSON.stringify(parameters);
  if (psid !== undefined && !json.includes(`"recipient":{"id":${JSON.stringify(psid)}}`)) return false;
  if (contains !== undefined && !json.includes(JSON.stringify(contains).slice(1, -1))) return false;
  return kind === undefined || kindsOf(parameters).includes(kind);
}

function kindsOf({ message, sender_action }: Readonly<Record<string, unknown>>): string[] {
  if (sender_action !== undefined) return ["sender_action"];
  const template = /"template_type":"(\w+)"/.exec(JSON.stringify(message ?? null))?.[1];
  return ["message", template ?? "text"];
}
