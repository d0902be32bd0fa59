/** The hosted payment page: shows itself, takes the form, asks for 3-D Secure, sends the buyer back to the shop. */
import { setTimeout as wait } from "node:timers/promises";
import type { Account } from "../account/account.ts";
import type { StoredSession } from "../account/stored.ts";
import type { Buyer, Means } from "../payments/buyer.ts";
import { type Attempt, paySession } from "../payments/pay-session.ts";
import type { Exchange } from "../server/exchange.ts";
import { challengePage } from "./challenge-page.ts";
import { noticePage } from "./notice-page.ts";
import { successUrl } from "./page-content.ts";
import { type Entered, type FieldErrors, fieldNames, readPaymentForm } from "./payment-form.ts";
import { paymentPage } from "./payment-page.ts";
import { sendAway, sendPage } from "./send-page.ts";
import { declineSentence, type PageLanguage, type PageWords, pageLanguage, pageWords } from "./wording.ts";

/** A payment as the buyer asked for it. */
interface Asked {
  readonly buyer: Buyer;
  readonly means: Means;
  readonly entered: Entered;
}

/** After a payment the page waits this long for the shop's webhook before it leaves (docs: checkout/fulfillment). */
const webhookPatience = 10_000;

export class HostedPage {
  readonly #account: Account;
  /** Payments that wait for the buyer's bank; only in memory, for they hold what the buyer typed. */
  readonly #challenges = new Map<string, Asked>();

  constructor(account: Account) {
    this.#account = account;
  }

  /** Answers everything below `/c/pay/`. */
  async answer(exchange: Exchange): Promise<void> {
    const [id = "", action = ""] = exchange.path.slice("/c/pay/".length).split("/");
    const session = this.#account.store.sessions[id];
    if (session === undefined) return sendPage(exchange, 404, noticePage("unknown", languageOf(exchange, undefined)));
    if (session.status === "complete" && exchange.method === "POST") return sendAway(exchange, successUrl(session));
    if (session.status !== "open") {
      const kind = session.status === "complete" ? "complete" : "expired";
      return sendPage(exchange, 200, noticePage(kind, languageOf(exchange, session), session));
    }
    if (exchange.method !== "POST") return this.#show(exchange, session, {});
    return action === "challenge" ? this.#answerChallenge(exchange, session) : this.#pay(exchange, session);
  }

  #show(
    exchange: Exchange,
    session: StoredSession,
    again: { entered?: Entered; errors?: FieldErrors; alert?: string },
  ): void {
    const secrets = this.#account.store.secrets[session.id];
    if (secrets === undefined) return;
    const content = { account: this.#account, session, secrets, ...languageOf(exchange, session), ...again };
    sendPage(exchange, again.entered === undefined ? 200 : 422, paymentPage(content));
  }

  async #pay(exchange: Exchange, session: StoredSession): Promise<void> {
    const entered = enteredIn(exchange.body);
    const form = readPaymentForm(session, entered, this.#account.now());
    if (form.kind === "faulty") {
      const { words } = languageOf(exchange, session);
      return this.#show(exchange, session, { entered, errors: form.errors, alert: words.mend });
    }
    const attempt = paySession(this.#account, session.id, form.buyer, { means: form.means });
    await this.#conclude(exchange, session, attempt, { buyer: form.buyer, means: form.means, entered });
  }

  async #answerChallenge(exchange: Exchange, session: StoredSession): Promise<void> {
    const asked = this.#challenges.get(session.id);
    this.#challenges.delete(session.id);
    if (asked === undefined) return this.#show(exchange, session, {});
    const proof = new URLSearchParams(exchange.body).get("proof") === "complete" ? "complete" : "fail";
    const attempt = paySession(this.#account, session.id, asked.buyer, { means: asked.means, proof });
    await this.#conclude(exchange, session, attempt, asked);
  }

  async #conclude(exchange: Exchange, session: StoredSession, attempt: Attempt, asked: Asked): Promise<void> {
    const { language, words } = languageOf(exchange, session);
    switch (attempt.outcome) {
      case "paid":
      case "processing":
        await Promise.race([
          this.#account.firstSuccess(attempt.completed),
          wait(webhookPatience, undefined, { ref: false }),
        ]);
        return sendAway(exchange, successUrl(session));
      case "challenge": {
        this.#challenges.set(session.id, asked);
        const content = { account: this.#account, session, language, words };
        return sendPage(exchange, 200, challengePage(content, asked.means.last4));
      }
      case "declined": {
        const alert = declineSentence(words, attempt.code, attempt.declineCode);
        return this.#show(exchange, session, { entered: asked.entered, alert });
      }
      case "closed":
        return sendPage(exchange, 200, noticePage("expired", { language, words }, session));
    }
  }
}

function languageOf(
  exchange: Exchange,
  session: StoredSession | undefined,
): { language: PageLanguage; words: PageWords } {
  const language = pageLanguage(session?.locale ?? null, exchange.request.headers["accept-language"] ?? "");
  return { language, words: pageWords[language] };
}

function enteredIn(body: string): Entered {
  const pairs = new URLSearchParams(body);
  return Object.fromEntries(fieldNames.flatMap((name) => (pairs.has(name) ? [[name, pairs.get(name) ?? ""]] : [])));
}
