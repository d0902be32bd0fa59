/** A stand-in on a free port, the real SDK against it, and a webhook that remembers what came. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Stripe } from "stripe";
import { type StripeStandInOptions, startStripeStandIn } from "#local/stripe/start-stripe-stand-in.ts";

export interface Received {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly event: Stripe.Event;
}

export interface Bench {
  readonly url: string;
  readonly stripe: Stripe;
  readonly received: Received[];
  /** The webhook answers these statuses in turn, then 200. */
  readonly answers: number[];
  control(path: string, body?: unknown): Promise<unknown>;
  ledger(): Promise<LedgerAnswer>;
  ofType(type: string): Received[];
  stop(): Promise<void>;
}

export interface LedgerAnswer {
  readonly calls: readonly {
    readonly method: string;
    readonly path: string;
    readonly idempotencyKey: string | null;
    readonly status: number | null;
    readonly replayed: boolean;
    readonly errorCode: string | null;
    readonly fault: string | null;
  }[];
  readonly deliveries: readonly { readonly eventId: string; readonly type: string; readonly status: number | null }[];
  readonly charges: readonly Stripe.Charge[];
}

export const webhookSecret = "whsec_local";

/** Starts both; `stop` ends both. */
export async function startBench(options: Partial<StripeStandInOptions> = {}): Promise<Bench> {
  const received: Received[] = [];
  const answers: number[] = [];
  const webhook = createServer((request, response) => {
    const chunks: Uint8Array[] = [];
    request.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      received.push({ headers: request.headers, body, event: JSON.parse(body) as Stripe.Event });
      response.writeHead(answers.shift() ?? 200).end();
    });
  });
  await new Promise<void>((listening) => webhook.listen(0, "127.0.0.1", listening));
  const webhookUrl = `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/webhooks/stripe`;
  const standIn = await startStripeStandIn({ key: "sk_test_local", webhookSecret, webhookUrl, ...options });
  const control = async (path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${standIn.url}/control/${path}`, {
      method: body === undefined ? "GET" : "POST",
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return response.json();
  };
  return {
    url: standIn.url,
    stripe: stripeAt(standIn.url),
    received,
    answers,
    control,
    ledger: async () => (await control("ledger")) as LedgerAnswer,
    ofType: (type) => received.filter(({ event }) => event.type === type),
    async stop() {
      await standIn.stop();
      webhook.closeAllConnections();
      await new Promise((closed) => webhook.close(closed));
    },
  };
}

/** The real SDK, pointed at a stand-in; it does not try again by itself. */
export function stripeAt(url: string, key = "sk_test_local"): Stripe {
  const port = new URL(url).port;
  return new Stripe(key, { host: "127.0.0.1", port, protocol: "http", maxNetworkRetries: 0, telemetry: false });
}

/** A call as the shop makes it: a lamp, two cups, delivery to France or Belgium. */
export function sessionParams(): Stripe.Checkout.SessionCreateParams {
  return {
    mode: "payment",
    locale: "fr",
    client_reference_id: "O-7K3M-42",
    metadata: { orderId: "O-7K3M-42" },
    payment_intent_data: { metadata: { orderId: "O-7K3M-42" }, description: "Commande O-7K3M-42" },
    line_items: [
      {
        quantity: 1,
        metadata: { sku: "LAMPE-ROUGE" },
        price_data: { currency: "eur", unit_amount: 6900, product_data: { name: "Lampe Coquelicot" } },
      },
      { quantity: 2, price_data: { currency: "eur", unit_amount: 1800, product_data: { name: "Tasse Brume bleue" } } },
    ],
    shipping_address_collection: { allowed_countries: ["FR", "BE"] },
    shipping_options: [
      {
        shipping_rate_data: {
          display_name: "Colissimo à domicile",
          type: "fixed_amount",
          fixed_amount: { amount: 790, currency: "eur" },
          delivery_estimate: {
            minimum: { unit: "business_day", value: 2 },
            maximum: { unit: "business_day", value: 4 },
          },
        },
      },
    ],
    phone_number_collection: { enabled: true },
    adaptive_pricing: { enabled: false },
    submit_type: "pay",
    success_url: "http://127.0.0.1:3000/pay/t/done?session={CHECKOUT_SESSION_ID}",
    cancel_url: "http://127.0.0.1:3000/pay/t/back",
  };
}

/** What a buyer types into the page, as the browser sends it. */
export function pageForm(changes: Record<string, string> = {}): URLSearchParams {
  return new URLSearchParams({
    email: "julie@example.com",
    phone: "+33612345678",
    recipient: "Julie Martin",
    country: "FR",
    line1: "12 rue de la Part-Dieu",
    line2: "",
    postalCode: "69003",
    city: "Lyon",
    method: "card",
    cardNumber: "4242 4242 4242 4242",
    expiry: "12 / 40",
    cvc: "123",
    holder: "Julie Martin",
    ...changes,
  });
}
