/** Shops with a fault planted between a stage and its ports: the simulation must see each of them. */
import { nothingHeard } from "#core/conversation/memory.ts";
import type { OrderStore } from "#ports/orders.ts";
import type { SessionStore } from "#ports/sessions.ts";
import type { Variant } from "./simulated-shop.ts";

const sessionsLike = (change: (sessions: SessionStore) => Partial<SessionStore>): Variant => ({
  conversation: (deps) => ({ ...deps, sessions: { ...deps.sessions, ...change(deps.sessions) } }),
});

const ordersLike = (change: (orders: OrderStore) => Partial<OrderStore>): Variant => ({
  payments: (deps) => ({ ...deps, orders: { ...deps.orders, ...change(deps.orders) } }),
});

/** The fault, and a law of `invariants.ts` that it breaks. */
export const plantedFaults: Readonly<Record<string, { readonly variant: Variant; readonly breaks: RegExp }>> = {
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
    breaks: /never answered|nobody else does|nothing becomes of/,
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
    breaks: /are kept for/,
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
};
