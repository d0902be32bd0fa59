/** The shop's webhook address: Meta's handshake and a signed POST, each answered within five seconds or failed. */
import { randomInt } from "node:crypto";
import { limits } from "./limits.ts";
import { signatureOf } from "./signature.ts";

export interface CallbackAnswer {
  /** Absent when nothing answered. */
  readonly status?: number;
  readonly body?: string;
  readonly error?: string;
}

export interface CallbackSettings {
  readonly callbackUrl: string;
  readonly verifyToken: string;
  readonly appSecret: string;
}

export class Callback {
  readonly #settings: CallbackSettings;
  readonly #stop: AbortSignal;
  #verified = false;

  constructor(settings: CallbackSettings, stop: AbortSignal) {
    this.#settings = settings;
    this.#stop = stop;
  }

  /** Whether the callback ever proved that it knows the verify token; no event is sent before. */
  get isVerified(): boolean {
    return this.#verified;
  }

  /** Asks the callback to repeat a challenge; undefined when it did, otherwise what went wrong. */
  async verify(): Promise<string | undefined> {
    const challenge = String(randomInt(1_000_000_000, 2_000_000_000));
    const url = new URL(this.#settings.callbackUrl);
    url.searchParams.set("hub.mode", "subscribe");
    url.searchParams.set("hub.challenge", challenge);
    url.searchParams.set("hub.verify_token", this.#settings.verifyToken);
    const { status, body, error } = await this.#call(url, { method: "GET" });
    this.#verified = status === 200 && body === challenge;
    if (this.#verified) return undefined;
    return `the callback did not repeat the challenge: ${error ?? `status ${status}`}`;
  }

  /** POSTs these bytes as they are. The headers given go before the usual ones. */
  post(bytes: string, headers: Readonly<Record<string, string>> = this.signed(bytes)): Promise<CallbackAnswer> {
    return this.#call(new URL(this.#settings.callbackUrl), {
      method: "POST",
      body: bytes,
      headers: { "content-type": "application/json", "user-agent": "facebookexternalua", ...headers },
    });
  }

  /** The signature header for these bytes. */
  signed(bytes: string): Record<string, string> {
    return { "x-hub-signature-256": signatureOf(bytes, this.#settings.appSecret) };
  }

  async #call(url: URL, init: RequestInit): Promise<CallbackAnswer> {
    const signal = AbortSignal.any([this.#stop, AbortSignal.timeout(limits.webhookAnswerMs.value)]);
    try {
      const answer = await fetch(url, { ...init, redirect: "manual", signal });
      return { status: answer.status, body: await answer.text() };
    } catch (error) {
      return { error: reason(error) };
    }
  }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return "no answer within 5 seconds";
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
