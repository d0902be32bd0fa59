/** The way to Stripe's API: with the current key, short time-outs, and errors sorted into the world's and our own. */
import { Stripe } from "stripe";
import { waitAsked } from "#adapters/web/bounded-fetch.ts";
import { Unprocessable, WorldFailure } from "#ports/failures.ts";
import { StripeHttp } from "./stripe-http.ts";

export interface StripeAccess {
  /** Real money or test money, as the key says. */
  livemode(): Promise<boolean>;
  /**
   * Calls Stripe. A WorldFailure when Stripe cannot answer now, a `StripeRefusal` when it answers that the request is wrong.
   */
  call<Answer>(what: string, request: (stripe: Stripe) => Promise<Answer>): Promise<Answer>;
}

export interface StripeAccount {
  /** The secret keys, the current one first. */
  readonly keys: () => Promise<readonly string[]>;
  /** The same, read anew: a key that Stripe refuses may have been replaced. */
  readonly refreshedKeys: () => Promise<readonly string[]>;
  /** `https://api.stripe.com`, or what stands in for it. */
  readonly apiUrl: string;
}

/** Stripe says that this request can never work; `code` and `param` as in its error (https://docs.stripe.com/error-codes). */
export class StripeRefusal extends Unprocessable {
  readonly code: string | undefined;
  readonly param: string | undefined;

  constructor(what: string, error: Stripe.errors.StripeError) {
    super(["Stripe refuses to", `${what}:`, error.type, ...words(error.code, error.param)].join(" "), { cause: error });
    this.code = error.code;
    this.param = error.param;
  }
}

/** Whether Stripe says that this key may not do or see what was asked. */
export const isForbidden = (error: unknown): boolean =>
  error instanceof WorldFailure && error.cause instanceof Stripe.errors.StripePermissionError;

/** Only what has the form of a code or of a parameter's name: the error's message is logged, and must quote no text. */
const words = (...given: readonly unknown[]): readonly string[] =>
  given.filter((each): each is string => typeof each === "string" && /^[\w.[\]-]{1,120}$/.test(each));

/** Access to one account. */
export function stripeAccess(account: StripeAccount): StripeAccess {
  const clients = new Map<string, Stripe>();
  const clientFor = (keys: readonly string[]): Stripe => {
    const key = keys[0] ?? "";
    const client = clients.get(key) ?? stripeClient(key, account.apiUrl);
    clients.set(key, client);
    return client;
  };
  return {
    livemode: async () => /^[a-z]+_live_/.test((await account.keys())[0] ?? ""),
    async call(what, request) {
      try {
        return await request(clientFor(await account.keys()));
      } catch (error) {
        if (!(error instanceof Stripe.errors.StripeAuthenticationError)) throw translated(what, error);
      }
      try {
        return await request(clientFor(await account.refreshedKeys()));
      } catch (error) {
        throw translated(what, error);
      }
    },
  };
}

/** The SDK waits 80 seconds and tries three times by default: longer than a shopper waits and a function lives. */
function stripeClient(key: string, apiUrl: string): Stripe {
  const { protocol, hostname, port } = new URL(apiUrl);
  return new Stripe(key, {
    httpClient: new StripeHttp(),
    maxNetworkRetries: 1,
    timeout: 6000,
    telemetry: false,
    host: hostname,
    protocol: protocol === "http:" ? "http" : "https",
    ...(port !== "" && { port }),
  });
}

/**
 * Keys and permissions can be mended while the queue waits, so they count as the world's failures. A stored 500 is
 * replayed under its idempotency key for a day: it can only be left behind.
 */
function translated(what: string, error: unknown): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  const status = error.statusCode ?? 0;
  const isReplayed = error.headers?.["idempotent-replayed"] === "true";
  if (isReplayed && status >= 500) return new StripeRefusal(what, error);
  const isOurs = status >= 400 && status < 500 && ![401, 403, 409, 429].includes(status);
  if (isOurs) return new StripeRefusal(what, error);
  const wait = waitAsked(error.headers?.["retry-after"]);
  return new WorldFailure(`Stripe cannot ${what} now`, {
    cause: error,
    ...(wait !== undefined && { retryAfter: wait }),
  });
}
