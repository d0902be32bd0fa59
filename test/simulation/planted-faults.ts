/** Shops with a fault planted between a stage and its ports: the simulation must see each of them. */
import { isQuote, quote } from "#core/cart/quote.ts";
import { nothingHeard } from "#core/conversation/memory.ts";
import type { ShopperKey } from "#core/values/ids.ts";
import type { OrderStore } from "#ports/orders.ts";
import type { Session, SessionStore } from "#ports/sessions.ts";
import { pages } from "./offers.ts";
import type { Variant } from "./simulated-shop.ts";

const sessionsLike = (change: (sessions: SessionStore) => Partial<SessionStore>): Variant => ({
  conversation: (deps) => ({ ...deps, sessions: { ...deps.sessions, ...change(deps.sessions) } }),
});

const ordersLike = (change: (orders: OrderStore) => Partial<OrderStore>): Variant => ({
  payments: (deps) => ({ ...deps, orders: { ...deps.orders, ...change(deps.orders) } }),
});

export interface PlantedFault {
  readonly variant: Variant;
  /** A law of `invariants.ts`. */
  readonly breaks: RegExp;
  /** Where to look from for what happens once in a few hundred histories only; from the first seed, if it is not said. */
  readonly from?: number;
}

/** Faults by their names. */
export const plantedFaults: Readonly<Record<string, PlantedFault>> = {
  "idempotency keys are forgotten": {
    variant: { forgetsIdempotencyKeys: true },
    breaks: /can be paid at the same time/,
  },
  "stock is released twice": {
    variant: ordersLike((orders) => ({
      save: async (before, change) => {
        const saved = await orders.save(before, change);
        if (saved.outcome !== "saved" || change.stock?.kind !== "release") return saved;
        const again = await orders.save(saved.order, { order: saved.order, stock: change.stock });
        return again.outcome === "saved" ? again : saved;
      },
    })),
    breaks: /pieces of LAMP/,
  },
  "stock is not released": {
    variant: ordersLike((orders) => ({
      save: (before, change) =>
        orders.save(before, change.stock?.kind === "release" ? { order: change.order } : change),
    })),
    breaks: /pieces of LAMP are reserved/,
  },
  "the outbox is dropped": {
    variant: sessionsLike((sessions) => ({ save: (session) => sessions.save({ ...session, outbox: [] }) })),
    breaks: /never answered|nobody else does/,
  },
  "what was heard is forgotten": {
    variant: sessionsLike((sessions) => ({
      load: async (shopper) => {
        const session = await sessions.load(shopper);
        return session && { ...session, memory: nothingHeard };
      },
    })),
    breaks: /told twice without need|told two things|never answered/,
  },
  "orders and sessions are written over one another": {
    variant: { forgetsVersions: true },
    breaks: /told twice without need/,
  },
  "facts are sent and lost": {
    variant: { payments: (deps) => ({ ...deps, conversation: { send: async () => undefined } }) },
    breaks: /never hears/,
  },
  "a refused command counts as sent": {
    variant: {
      conversation: (deps) => ({
        ...deps,
        payments: { send: (messages) => deps.payments.send(messages).catch(() => undefined) },
      }),
    },
    breaks: /nobody else does/,
  },
  "words are sent before they are remembered": {
    variant: sessionsLike((sessions) => ({
      save: async (session) =>
        session.outbox.length > 0 ? { ...session, version: session.version } : sessions.save(session),
    })),
    breaks: /never answered|nobody else does|nothing becomes of|told twice without need/,
  },
  "an order is given up without asking Stripe": {
    variant: {
      payments: (deps) => ({
        ...deps,
        checkout: {
          ...deps.checkout,
          close: async (sessionId) => {
            const report = await deps.checkout.read(sessionId);
            return report && { ...report, standing: "expired" };
          },
        },
      }),
    },
    breaks: /can still be paid/,
  },
  "nobody asks after a lost webhook": {
    variant: ordersLike(() => ({ overdue: async () => [] })),
    breaks: /waits for its payment for ever/,
  },
  "words that fail count as said": {
    variant: {
      conversation: (deps) => ({
        ...deps,
        messenger: {
          ...deps.messenger,
          say: (to, speech, id) => deps.messenger.say(to, speech, id).catch(() => ({ outcome: "said" as const })),
        },
      }),
    },
    breaks: /never answered|never told/,
  },
  "facts that the queue refuses count as sent": {
    variant: {
      payments: (deps) => ({
        ...deps,
        conversation: { send: (messages) => deps.conversation.send(messages).catch(() => undefined) },
      }),
    },
    breaks: /never hears/,
  },
  "a payment counts before the bank has said yes": {
    variant: {
      payments: (deps) => ({
        ...deps,
        checkout: {
          ...deps.checkout,
          read: async (sessionId) => {
            const report = await deps.checkout.read(sessionId);
            return report?.standing === "pending" ? { ...report, standing: "paid" } : report;
          },
        },
      }),
    },
    breaks: /are kept for/,
  },
  "a late payment takes no pieces": {
    variant: ordersLike((orders) => ({
      save: (before, change) =>
        orders.save(before, change.stock?.kind === "take-again" ? { order: change.order } : change),
    })),
    breaks: /pieces of LAMP have become/,
  },
  "a late payment is noted to go back and stays": {
    variant: {
      payments: (deps) => ({ ...deps, checkout: { ...deps.checkout, refund: async () => "re_none" } }),
    },
    breaks: /are kept for/,
    from: 190,
  },
  "a late payment is known and nothing follows": {
    variant: ordersLike((orders) => ({
      save: (before, { order, ...moved }) => {
        const { refunds: _none, ...kept } = order;
        return orders.save(before, { ...moved, order: kept });
      },
    })),
    breaks: /its money does not go back/,
    from: 190,
  },
  "the merchant's count is set with each repetition": {
    variant: { forgetsCounts: true },
    breaks: /is set \d times/,
  },
  "the merchant's count is lost": {
    variant: { payments: (deps) => ({ ...deps, stock: { set: async () => undefined } }) },
    breaks: /is never set/,
  },
  "the price that was shown is not looked at": {
    variant: {
      hears: (message, shop) => {
        if (message.kind !== "place-order") return message;
        const quoted = quote(shop, message.lines, message.deliveryMethod);
        return isQuote(quoted) ? { ...message, shownTotal: quoted.total } : message;
      },
    },
    breaks: /something else was shown/,
  },
  "one person on two Pages has one session": {
    variant: sessionsLike((sessions) => ({
      load: (shopper) => sessions.load(onFirstPage(shopper)),
    })),
    breaks: /somebody else's/,
  },
  "one Page is never looked after": {
    variant: ordersLike((orders) => ({
      overdue: async (pageId, now) => (pageId === pages[1] ? [] : await orders.overdue(pageId, now)),
    })),
    breaks: /waits for its payment for ever/,
  },
  "what was said is not crossed off when a later sentence fails": {
    variant: {
      conversation: (deps) => {
        let outbox: Session["outbox"] = [];
        const save = (session: Session): Promise<Session> => {
          const isShortened = session.outbox.length > 0 && session.outbox.length < outbox.length;
          if (!isShortened) outbox = session.outbox;
          return deps.sessions.save({ ...session, outbox });
        };
        return { ...deps, sessions: { ...deps.sessions, save } };
      },
    },
    breaks: /told twice without need/,
  },
};

const onFirstPage = (shopper: ShopperKey): ShopperKey =>
  `${pages[0]}:${shopper.slice(shopper.indexOf(":") + 1)}` as ShopperKey;
