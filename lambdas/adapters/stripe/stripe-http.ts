/** How Stripe's library reaches Stripe: the whole exchange is limited in time and length, and the answer is checked. */
import { Stripe } from "stripe";
import { boundedFetch, type WebAnswer } from "#adapters/web/bounded-fetch.ts";

type Request = Parameters<Stripe.HttpClient["makeRequest"]>;

/** The library's own client waits for ever on a slow trickle of bytes, and takes any status without an `error` for success. */
export class StripeHttp extends Stripe.HttpClient {
  override getClientName(): string {
    return "fetch";
  }

  override async makeRequest(...[host, port, path, method, headers, body, protocol, timeout]: Request) {
    const answer = await boundedFetch(`${protocol}://${host}:${port}${path}`, {
      method,
      headers: sendable(headers),
      ...(body !== "" && { body }),
      signal: AbortSignal.timeout(timeout),
    });
    return new StripeHttpAnswer(answer);
  }
}

class StripeHttpAnswer extends Stripe.HttpClientResponse {
  readonly #answer: WebAnswer;

  constructor(answer: WebAnswer) {
    // The library would print this header to the log as it is.
    const { "stripe-notice": _unheard, ...headers } = Object.fromEntries(answer.headers);
    super(answer.status, headers);
    this.#answer = answer;
  }

  override getRawResponse() {
    return { statusCode: this.getStatusCode(), headers: this.getHeaders() };
  }

  /** Stripe's object, or its error. Rejects for any other body: the library makes a StripeAPIError of it. */
  override async toJSON(): Promise<object> {
    const body: unknown = JSON.parse(this.#answer.text);
    const error: unknown = isObject(body) ? Object.getOwnPropertyDescriptor(body, "error")?.value : undefined;
    if (isObject(error)) return { error: texts(error) };
    const isSuccess = this.#answer.status >= 200 && this.#answer.status < 300 && error === undefined;
    if (!isObject(body) || !isSuccess) throw new Error("an answer that is none of Stripe's");
    return body;
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The fields of an error that the library reads, if they are text: it throws a TypeError on others. */
const texts = (error: object): object =>
  Object.fromEntries(
    Object.entries(error).filter(
      ([name, value]) => ["type", "code", "param", "message"].includes(name) && typeof value === "string",
    ),
  );

/** The headers as `fetch` takes them; it sets the content length itself. */
const sendable = (headers: Request[4]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.toLowerCase() !== "content-length")
      .map(([name, value]) => [name, String(value)]),
  );
