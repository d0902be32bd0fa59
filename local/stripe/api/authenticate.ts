/** Who calls, and in which version of the API. */
import type { IncomingHttpHeaders } from "node:http";
import { notSupported, Refusal } from "./refusal.ts";

/** The only version this stand-in speaks: that of `stripe@23.1.0`. */
export const apiVersion = "2026-10-28.endive";

/** Refuses a missing or wrong secret key (401) and another API version (400). */
export function authenticate(headers: IncomingHttpHeaders, keys: readonly string[]): void {
  const key = keyIn(headers.authorization ?? "");
  if (key === "") throw unauthorized("You did not provide an API key.");
  if (!keys.includes(key)) throw unauthorized(`Invalid API Key provided: ${masked(key)}`);
  for (const name of ["stripe-account", "stripe-context"]) {
    if (headers[name] !== undefined) throw notSupported(`The header \`${name}\``);
  }
  const version = headers["stripe-version"];
  if (version === undefined || version === apiVersion) return;
  if (/^\d{4}-\d\d-\d\d(\.[a-z]+)?$/.test(String(version))) throw notSupported(`API version ${String(version)}`);
  throw new Refusal(400, { type: "invalid_request_error", message: `Invalid Stripe API version: ${String(version)}` });
}

function keyIn(authorization: string): string {
  const [scheme = "", value = ""] = authorization.split(" ");
  if (scheme.toLowerCase() === "bearer") return value;
  if (scheme.toLowerCase() !== "basic") return "";
  return Buffer.from(value, "base64").toString("utf8").split(":")[0] ?? "";
}

function unauthorized(message: string): Refusal {
  return new Refusal(401, { type: "invalid_request_error", message });
}

function masked(key: string): string {
  return key.length <= 12 ? "*".repeat(key.length) : `${key.slice(0, 8)}${"*".repeat(key.length - 12)}${key.slice(-4)}`;
}
