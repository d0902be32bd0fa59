/** Hostile requests for the pay page and the storefront, with the answers that they may get. */
import "./quiet.ts";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { icuWords } from "#adapters/wording/icu-words.ts";
import type { Order } from "#core/orders/order.ts";
import type { OrderId, PayTokenHash } from "#core/values/ids.ts";
import { after, minutes, toIso } from "#core/values/instant.ts";
import { answerPayPage } from "#lambdas/payments/answer-pay-page.ts";
import type { PayDeps } from "#lambdas/payments/pay-deps.ts";
import { legalAnswers } from "#lambdas/storefront/answer-legal.ts";
import { pictureAnswers } from "#lambdas/storefront/answer-picture.ts";
import { answerRequest } from "#lambdas/storefront/storefront.ts";
import { anExampleShop } from "#test/support/example-shop.ts";
import { lampShop } from "#test/support/lamp-shop.ts";
import { anOrder, aReport, morning } from "#test/support/orders.ts";
import type { Dice } from "./dice.ts";
import { trickyTexts } from "./mutations.ts";
import type { Trial } from "./trial.ts";

export const tokens = ["O-00001-00001.AAAAAAAAAAAAAAAAAAAAAA", "O-00002-00002.bbbbbbbbbbbbbbbbbbbbbQ"] as const;

/** Two orders of two shoppers, with a payment page each; `opened` names the orders whose page was led to. */
export function payDesk(): { readonly deps: PayDeps; readonly opened: string[]; readonly loaded: string[] } {
  const orders = new Map<string, Order>(tokens.map((token) => [token.slice(0, 13), orderWith(token)]));
  const opened: string[] = [];
  const loaded: string[] = [];
  const shop = lampShop();
  const report = (order: Pick<Order, "orderId">) =>
    aReport({
      reference: order.orderId,
      sessionId: `cs_${order.orderId}`,
      url: `https://pay.example/${order.orderId}#x`,
    });
  const deps: PayDeps = {
    shop,
    words: icuWords(shop.wording),
    orders: {
      load: (orderId) => {
        loaded.push(orderId);
        return Promise.resolve(orders.get(orderId));
      },
      save: (_, { order }) => Promise.resolve({ outcome: "saved", order }),
    },
    checkout: {
      livemode: () => Promise.resolve(false),
      open: (order) => {
        opened.push(order.orderId);
        return Promise.resolve(report(order));
      },
      read: () => Promise.resolve(undefined),
      close: () => Promise.resolve(undefined),
    },
    payments: { send: () => Promise.resolve() },
    publicUrl: "https://shop.example",
    messengerLinkUrl: "https://m.me",
    now: () => morning,
  };
  return { deps, opened, loaded };
}

const orderWith = (token: string): Order =>
  anOrder({
    orderId: token.slice(0, 13) as OrderId,
    payTokenHash: createHash("sha256").update(token).digest("hex") as PayTokenHash,
    payBy: toIso(after(morning, minutes(60))),
  });

/** Both pages as the HTTP API asks them, with anything where a token, a name or a header is expected. */
export function webTrials() {
  const desk = payDesk();
  const storefront = {
    picture: pictureAnswers(fileURLToPath(new URL("../../shop/pictures", import.meta.url))),
    legal: legalAnswers(anExampleShop()),
  };
  return {
    pay: (dice: Dice): Trial => {
      desk.opened.length = 0;
      desk.loaded.length = 0;
      const token = hostileName(dice, dice.pick(tokens));
      const isGood = tokens.some((each) => each === token);
      const outcome = dice.pick([undefined, undefined, "done", "back", "__proto__", ...trickyTexts.slice(0, 6)]);
      const request = {
        method: dice.pick(["GET", "GET", "HEAD"]),
        token,
        look: dice.pick([0, 1, 2, 9, Number.MAX_SAFE_INTEGER]),
        userAgent: hostileHeader(dice),
        language: dice.pick(["fr", "en"] as const),
        ...(outcome !== undefined && { outcome }),
      };
      const allowed = isGood ? [200, 302, 404, 410] : [200, 404];
      const ask = async () => {
        const answer = await answerPayPage(desk.deps, request);
        const isLed = answer.statusCode === 302 || desk.opened.length > 0;
        if (isLed && (!isGood || desk.opened.some((orderId) => !token.startsWith(orderId)))) {
          throw new Error("a payment page was opened by a token that is not its own");
        }
        // The page that machines get to preview knows of no order.
        if (!isGood && answer.body.includes("O-0000")) throw new Error("an order is named to a stranger");
        return answer;
      };
      return {
        target: "pay",
        bytes: token.length + request.userAgent.length,
        allowed,
        about: token.slice(0, 100),
        ask,
      };
    },
    storefront: (dice: Dice): Trial => {
      const name = hostileName(dice, dice.pick(["verger.png", "terms", "notice", "package.json"]));
      const language = hostileHeader(dice);
      const event = {
        routeKey: dice.pick(["GET /pictures/{file}", "GET /legal/{text}", "GET /__proto__", "$default"]),
        pathParameters: dice.once(20) ? {} : { file: name, text: name },
        queryStringParameters: { lang: dice.pick(["fr", "en", "__proto__", ...trickyTexts]) },
        headers: { "accept-language": language, "if-none-match": hostileHeader(dice) },
      };
      const ask = () => Promise.resolve(answerRequest(storefront, event));
      return {
        target: "storefront",
        bytes: name.length + language.length,
        allowed: [200, 304, 404],
        about: name.slice(0, 100),
        ask,
      };
    },
  };
}

/** A name of something there, or near it, or anything. */
function hostileName(dice: Dice, name: string): string {
  const at = dice.below(name.length);
  switch (dice.below(12)) {
    case 0:
      return name;
    case 1:
      return name.slice(0, at) + String.fromCharCode(dice.below(0x10000)) + name.slice(at + 1);
    case 2:
      return `${name}${dice.pick([" ", "\n", "\0", "/", "=", "A", "%00", "..%2f", "\u200b"])}`;
    case 3:
      return dice.pick(["../", "..%2f", "..%252f", "..\\", "/", "//", "./", "%2e%2e/"]) + name;
    case 4:
      return encodeURIComponent(encodeURIComponent(name)).replaceAll("-", "%2D");
    case 5:
      return name.normalize("NFKD").replaceAll("O", "О").replaceAll("-", "‐");
    case 6:
      return dice.once(2) ? name.toLowerCase() : name.toUpperCase();
    case 7:
      return name.slice(0, at);
    case 8:
      return name.repeat(1 + dice.below(500));
    case 9:
      return dice.pick(tokens).slice(0, 14) + dice.pick(tokens).slice(14);
    default:
      return dice.pick(trickyTexts);
  }
}

const hostileHeader = (dice: Dice): string =>
  dice.once(500)
    ? dice.pick([",", "en,", " ", "W/", '"*', "bot", "facebook", "\t"]).repeat(20_000)
    : dice.pick(["Mozilla/5.0", "en-GB,en;q=0.9", "*", '"x"', "", ",,,", "facebookexternalhit/1.1", ...trickyTexts]);
