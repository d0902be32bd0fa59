/** Stripe's refusals: the status and the error body, as the API words them. */
import type Stripe from "stripe";

/** The fields of Stripe's error body that this stand-in gives, named by the SDK. */
export type ErrorBody = Pick<
  Stripe.StripeRawError,
  "type" | "code" | "decline_code" | "doc_url" | "message" | "param" | "charge"
>;

/** A request that Stripe would turn down; the server answers it with `{ error: body }`. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly body: ErrorBody;

  constructor(status: number, body: ErrorBody) {
    super(body.message ?? body.type);
    this.status = status;
    this.body = body.code === undefined ? body : { ...body, doc_url: docUrl(body.code) };
  }
}

/** A parameter or state that Stripe calls invalid: 400 with the parameter's name. */
export function invalid(message: string, details: { param?: string; code?: string } = {}): Refusal {
  return new Refusal(400, { type: "invalid_request_error", message, ...details });
}

/** Names that the API does not know; Stripe reports all of one object at once. */
export function unknownParameters(names: readonly [string, ...string[]]): Refusal {
  const noun = names.length === 1 ? "parameter" : "parameters";
  return invalid(`Received unknown ${noun}: ${names.join(", ")}`, { code: "parameter_unknown", param: names[0] });
}

/** A parameter that the API cannot do without. */
export function missingParameter(name: string): Refusal {
  return invalid(`Missing required param: ${name}.`, { code: "parameter_missing", param: name });
}

/** Something that Stripe knows and this stand-in does not do: said aloud, never dropped. */
export function notSupported(what: string, param?: string): Refusal {
  const message = `${what} exists at Stripe but is not supported by this stand-in.`;
  return invalid(message, { code: "not_supported_by_this_stand_in", ...(param === undefined ? {} : { param }) });
}

/** An object that is not there: 404 with Stripe's wording. */
export function noSuch(kind: string, id: string, param = "id"): Refusal {
  const message = `No such ${kind}: '${id}'`;
  return new Refusal(404, { type: "invalid_request_error", code: "resource_missing", message, param });
}

/** A URL outside the API. */
export function unknownUrl(method: string, path: string): Refusal {
  const slash = path.endsWith("/") ? " If you are trying to list objects, remove the trailing slash." : "";
  const message = `Unrecognized request URL (${method}: ${path}).${slash} Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`;
  return new Refusal(404, { type: "invalid_request_error", message });
}

function docUrl(code: string): string {
  return code === "not_supported_by_this_stand_in"
    ? "local/stripe/README.md"
    : `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}`;
}
