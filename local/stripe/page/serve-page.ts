/** Serves the hosted payment page: shows it, takes the form, asks for 3-D Secure, sends the buyer back to the shop. */
import { setTimeout as wait } from "node:timers/promises";
import type { Account } from "../account/account.ts";
import type { StoredSession } from "../account/stored.ts";
import type { Buyer, CardMeans, Means } from "../payments/buyer.ts";
import { type Attempt, paySession } from "../payments/pay-session.ts";
import type { Exchange } from "../server/exchange.ts";
import { challengePage } from "./challenge-page.ts";
import type { Html } from "./html.ts";
import { noticePage } from "./notice-page.ts";
import { successUrl } from "./page-content.ts";
import { type Entered, type FieldErrors, fieldNames, readPaymentForm } from "./payment-form.ts";
import { paymentPage } from "./payment-page.ts";
import { declineSentence, type PageWords, pageLanguage, pageWords } from "./wording.ts";

/** A payment that waits for the buyer's bank; only in memory, for it holds what the buyer typed. */
interface Challenge {
  readonly buyer: Buyer;
  readonly means: CardMeans;
  readonly entered: Entered;
}

/** After a payment the page waits this long for the shop's webhook before it leaves (docs: checkout/fulfillment). */
const webhookPatience = 10_000;

/** The page of one account; answers everything below `/c/pay/`. */
export function openPage(account: Account): (exchange: Exchange) => Promise<void> {
  const challenges = new Map<string, Challenge>();

  const show = (
    exchange: Exchange,
    session: StoredSession,
    more: { entered?: Entered; errors?: FieldErrors; alert?: string },
  ): void => {
    const secrets = account.store.secrets[session.id];
    if (secrets === undefined) return;
    const again = more.entered !== undefined;
    send(
      exchange,
      again ? 422 : 200,
      paymentPage({ account, session, secrets, ...languageOf(exchange, session), ...more }),
    );
  };

  const conclude = async (
    exchange: Exchange,
    session: StoredSession,
    tried: { attempt: Attempt; buyer: Buyer; means: Means; entered: Entered },
  ): Promise<void> => {
    const { attempt, buyer, means, entered } = tried;
    const { words } = languageOf(exchange, session);
    switch (attempt.outcome) {
      case "paid":
      case "processing":
        await Promise.race([account.firstSuccess(attempt.completed), wait(webhookPatience, undefined, { ref: false })]);
        return leave(exchange, session);
      case "challenge":
        if (means.kind === "card") challenges.set(session.id, { buyer, means, entered });
        return send(exchange, 200, challengePage({ account, session, ...languageOf(exchange, session) }, means.last4));
      case "declined":
        return show(exchange, session, { entered, alert: declineSentence(words, attempt.code, attempt.declineCode) });
      case "closed":
        return show(exchange, session, {});
    }
  };

  const pay = async (exchange: Exchange, session: StoredSession): Promise<void> => {
    const entered = enteredIn(exchange.body);
    const form = readPaymentForm(session, entered, account.now());
    if (form.kind === "faulty") {
      const { words } = languageOf(exchange, session);
      return show(exchange, session, { entered, errors: form.errors, alert: words.mend });
    }
    const attempt = paySession(account, session.id, form.buyer, { means: form.means });
    await conclude(exchange, session, { attempt, buyer: form.buyer, means: form.means, entered });
  };

  const answerChallenge = async (exchange: Exchange, session: StoredSession): Promise<void> => {
    const challenge = challenges.get(session.id);
    challenges.delete(session.id);
    if (challenge === undefined) return show(exchange, session, {});
    const proof = new URLSearchParams(exchange.body).get("proof") === "complete" ? "complete" : "fail";
    const { buyer, means, entered } = challenge;
    const attempt = paySession(account, session.id, buyer, { means, proof });
    await conclude(exchange, session, { attempt, buyer, means, entered });
  };

  return async (exchange) => {
    const [id = "", action = ""] = exchange.path.slice("/c/pay/".length).split("/");
    const session = account.store.sessions[id];
    if (session === undefined) return send(exchange, 404, noticePage("unknown", languageOf(exchange, undefined)));
    if (session.status === "complete" && exchange.method === "POST") return leave(exchange, session);
    if (session.status !== "open") {
      const kind = session.status === "complete" ? "complete" : "expired";
      return send(exchange, 200, noticePage(kind, languageOf(exchange, session), session));
    }
    if (exchange.method !== "POST") return show(exchange, session, {});
    return action === "challenge" ? answerChallenge(exchange, session) : pay(exchange, session);
  };
}

function languageOf(
  exchange: Exchange,
  session: StoredSession | undefined,
): { language: "en" | "fr"; words: PageWords } {
  const language = pageLanguage(session?.locale ?? null, exchange.request.headers["accept-language"] ?? "");
  return { language, words: pageWords[language] };
}

function enteredIn(body: string): Entered {
  const pairs = new URLSearchParams(body);
  return Object.fromEntries(fieldNames.flatMap((name) => (pairs.has(name) ? [[name, pairs.get(name) ?? ""]] : [])));
}

function leave(exchange: Exchange, session: StoredSession): void {
  exchange.response.writeHead(303, { location: successUrl(session), "cache-control": "no-store" }).end();
}

function send(exchange: Exchange, status: number, page: Html): void {
  exchange.response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "content-security-policy":
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src https:; base-uri 'none'",
  });
  exchange.response.end(page.markup);
}
