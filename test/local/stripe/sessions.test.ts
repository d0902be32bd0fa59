import { assert, asyncProperty, dictionary, string, stringMatching } from "fast-check";
import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, sessionParams, startBench, stripeAt } from "./stripe-bench.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

type Params = Stripe.Checkout.SessionCreateParams;

const create = (changes: object = {}) => bench.stripe.checkout.sessions.create({ ...sessionParams(), ...changes });

function withLine(changes: object): Params {
  const params = sessionParams();
  const [first, ...others] = params.line_items ?? [];
  return { ...params, line_items: [{ ...first, ...changes }, ...others] };
}

function withPrice(changes: object): Params {
  return withLine({
    price_data: { currency: "eur", unit_amount: 6900, product_data: { name: "Lampe" }, ...changes },
  });
}

const seconds = (minutes: number): number => Math.floor(Date.now() / 1000) + minutes * 60;

describe("a new Checkout Session", () => {
  it("adds up lines and the first delivery, and repeats what the shop sent", async () => {
    const session = await create();
    expect(session).toMatchObject({
      object: "checkout.session",
      mode: "payment",
      status: "open",
      payment_status: "unpaid",
      livemode: false,
      currency: "eur",
      amount_subtotal: 10500,
      amount_total: 11290,
      client_reference_id: "O-7K3M-42",
      metadata: { orderId: "O-7K3M-42" },
      locale: "fr",
      payment_intent: null,
      shipping_cost: { amount_total: 790 },
      total_details: { amount_shipping: 790 },
      payment_method_types: ["card", "sepa_debit"],
    });
    expect(session.id).toMatch(/^cs_test_[A-Za-z0-9]{58}$/);
    expect(session.url).toMatch(new RegExp(`^${bench.url}/c/pay/${session.id}#fid[A-Za-z0-9%]{200,}$`));
    expect(session.expires_at - session.created).toBe(86_400);
  });

  it("is found again by id, with its lines if they are asked for", async () => {
    const { id } = await create();
    const plain = await bench.stripe.checkout.sessions.retrieve(id);
    expect(plain.line_items).toBeUndefined();
    const full = await bench.stripe.checkout.sessions.retrieve(id, {
      expand: ["line_items", "shipping_cost.shipping_rate"],
    });
    expect(full.line_items?.data.map((line) => [line.description, line.quantity, line.amount_total])).toEqual([
      ["Lampe Coquelicot", 1, 6900],
      ["Tasse Brume bleue", 2, 3600],
    ]);
    expect(full.line_items?.data[0]?.metadata).toEqual({ sku: "LAMPE-ROUGE" });
    expect(full.shipping_cost?.shipping_rate).toMatchObject({ display_name: "Colissimo à domicile" });
  });

  it("gives its lines page by page", async () => {
    const { id } = await create();
    const first = await bench.stripe.checkout.sessions.listLineItems(id, { limit: 1 });
    expect(first.has_more).toBe(true);
    const last = first.data[0]?.id ?? "";
    const rest = await bench.stripe.checkout.sessions.listLineItems(id, { starting_after: last });
    expect(rest.data.map((line) => line.description)).toEqual(["Tasse Brume bleue"]);
    expect(rest.has_more).toBe(false);
  });

  it("keeps every text exactly as it was sent", async () => {
    const texts = string({ unit: "grapheme", minLength: 1, maxLength: 100 }).filter((text) => text.length <= 500);
    const keys = stringMatching(/^[\w .=&+%-]{1,40}$/);
    await assert(
      asyncProperty(dictionary(keys, texts, { maxKeys: 5 }), texts, async (metadata, reference) => {
        const session = await create({ metadata, client_reference_id: reference });
        expect(session.metadata).toEqual({ ...metadata });
        expect(session.client_reference_id).toBe(reference);
      }),
      { numRuns: 40 },
    );
  });

  it("lasts as long as the shop says, from half an hour to a day", async () => {
    expect((await create({ expires_at: seconds(31) })).expires_at).toBe(seconds(31));
    await expect(create({ expires_at: seconds(29) })).rejects.toMatchObject({
      message: "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
      param: "expires_at",
    });
    await expect(create({ expires_at: seconds(24 * 60 + 5) })).rejects.toMatchObject({ param: "expires_at" });
  });

  it("offers only the methods that are allowed and not excluded", async () => {
    expect((await create({ allowed_payment_method_types: ["card", "paypal"] })).payment_method_types).toEqual(["card"]);
    expect((await create({ excluded_payment_method_types: ["card"] })).payment_method_types).toEqual(["sepa_debit"]);
    const both = { allowed_payment_method_types: ["card"], excluded_payment_method_types: ["link"] };
    await expect(create(both)).rejects.toMatchObject({ param: "allowed_payment_method_types" });
  });

  it("belongs to a live account when the key is a live one", async () => {
    const live = await startBench({ key: "sk_live_local" });
    const session = await stripeAt(live.url, "sk_live_local").checkout.sessions.create(sessionParams());
    expect(session.livemode).toBe(true);
    expect(session.id).toMatch(/^cs_live_/);
    await live.stop();
  });
});

describe("the API refuses as Stripe does", () => {
  const refusals: readonly (readonly [string, object, object])[] = [
    ["a name it does not know", { colour: "red" }, { code: "parameter_unknown", param: "colour" }],
    [
      "several unknown names at once",
      { colour: "red", size: "L" },
      { message: "Received unknown parameters: colour, size" },
    ],
    [
      "payment_method_types, which left the API",
      { payment_method_types: ["card"] },
      { code: "payment_method_types_no_longer_supported", param: "payment_method_types" },
    ],
    ["the old ui_mode values", { ui_mode: "hosted" }, { param: "ui_mode" }],
    ["no mode", { mode: undefined }, { code: "parameter_missing", param: "mode" }],
    ["no lines", { line_items: undefined }, { code: "parameter_missing", param: "line_items" }],
    ["no success_url", { success_url: undefined }, { code: "parameter_missing", param: "success_url" }],
    ["an address that is not on the web", { success_url: "comptoir://paid" }, { code: "url_invalid" }],
    ["a reference over 200 characters", { client_reference_id: "x".repeat(201) }, { param: "client_reference_id" }],
    ["an empty value", { client_reference_id: "" }, { code: "parameter_invalid_empty" }],
    ["a language it does not speak", { locale: "br" }, { param: "locale" }],
    [
      "a country that is none",
      { shipping_address_collection: { allowed_countries: ["FR", "XX"] } },
      {
        param: "shipping_address_collection[allowed_countries][1]",
      },
    ],
    ["an address that is no e-mail", { customer_email: "julie" }, { code: "email_invalid" }],
    [
      "a flag that is neither true nor false",
      { phone_number_collection: { enabled: "yes" } },
      {
        param: "phone_number_collection[enabled]",
      },
    ],
    [
      "metadata with 51 keys",
      { metadata: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, "v"])) },
      {
        param: "metadata",
      },
    ],
    ["a metadata key of 41 characters", { metadata: { ["k".repeat(41)]: "v" } }, { type: "StripeInvalidRequestError" }],
    ["a metadata value of 501 characters", { metadata: { k: "v".repeat(501) } }, { param: "metadata[k]" }],
    [
      "metadata of the payment that is too long",
      { payment_intent_data: { metadata: { k: "v".repeat(501) } } },
      {
        param: "payment_intent_data[metadata][k]",
      },
    ],
    [
      "six deliveries",
      { shipping_options: Array.from({ length: 6 }, () => sessionParams().shipping_options?.[0]) },
      {
        param: "shipping_options",
      },
    ],
    [
      "101 lines",
      { line_items: Array.from({ length: 101 }, () => sessionParams().line_items?.[0]) },
      {
        param: "line_items",
      },
    ],
    [
      "expanding what cannot be expanded",
      { expand: ["status"] },
      {
        message: "This property cannot be expanded (status).",
      },
    ],
  ];

  it.each(refusals)("refuses %s", async (_what, changes, refusal) => {
    await expect(create()).resolves.toMatchObject({ status: "open" });
    await expect(create(changes)).rejects.toMatchObject({ statusCode: 400, ...refusal });
  });

  const prices: readonly (readonly [string, Params, object])[] = [
    ["half a cent", withPrice({ unit_amount: 10.5 }), { code: "parameter_invalid_integer" }],
    ["a negative price", withPrice({ unit_amount: -1 }), { param: "line_items[0][price_data][unit_amount]" }],
    ["a currency in capitals", withPrice({ currency: "EUR" }), { param: "line_items[0][price_data][currency]" }],
    ["two currencies", withPrice({ currency: "usd" }), { param: "line_items" }],
    ["a product without a name", withPrice({ product_data: { description: "red" } }), { code: "parameter_missing" }],
    [
      "a picture that is not on https",
      withPrice({ product_data: { name: "L", images: ["http://a.b/c.png"] } }),
      {
        code: "url_invalid",
        param: "line_items[0][price_data][product_data][images][0]",
      },
    ],
    [
      "nine pictures",
      withPrice({ product_data: { name: "L", images: Array.from({ length: 9 }, (_, n) => `https://a.b/${n}.png`) } }),
      { param: "line_items[0][price_data][product_data][images]" },
    ],
    ["a line without a quantity", withLine({ quantity: undefined }), { param: "line_items[0][quantity]" }],
    ["a line without a price", withLine({ price_data: undefined }), { param: "line_items[0][price]" }],
    [
      "an unknown name in a line",
      withLine({ sku: "A" }),
      { message: "Received unknown parameter: line_items[0][sku]" },
    ],
  ];

  it.each(prices)("refuses %s", async (_what, params, refusal) => {
    await expect(bench.stripe.checkout.sessions.create(withPrice({}))).resolves.toMatchObject({ status: "open" });
    await expect(bench.stripe.checkout.sessions.create(params)).rejects.toMatchObject({ statusCode: 400, ...refusal });
  });

  it("refuses a total below 50 cents", async () => {
    const cheap = (unitAmount: number): object => ({
      shipping_options: [],
      line_items: [
        { quantity: 1, price_data: { currency: "eur", unit_amount: unitAmount, product_data: { name: "Carte" } } },
      ],
    });
    expect((await create(cheap(50))).amount_total).toBe(50);
    await expect(create(cheap(49))).rejects.toMatchObject({ code: "amount_too_small" });
    expect((await create(cheap(0))).amount_total).toBe(0);
  });

  it.each([
    ["discounts", { discounts: [{ coupon: "c" }] }],
    ["customer", { customer: "cus_1" }],
    ["automatic_tax", { automatic_tax: { enabled: true } }],
    ["adaptive_pricing", { adaptive_pricing: { enabled: true } }],
    ["mode", { mode: "subscription" }],
    ["capture_method", { payment_intent_data: { capture_method: "manual" } }],
    ["ui_mode", { ui_mode: "embedded_page" }],
  ])("says by name that it does not do %s", async (name, changes) => {
    await expect(create(changes)).rejects.toMatchObject({
      code: "not_supported_by_this_stand_in",
      message: expect.stringContaining(name) as string,
    });
  });

  it("refuses a wrong key, no key and another version", async () => {
    const wrong = stripeAt(bench.url, "sk_test_wrong");
    await expect(wrong.checkout.sessions.create(sessionParams())).rejects.toMatchObject({
      type: "StripeAuthenticationError",
      statusCode: 401,
      message: "Invalid API Key provided: sk_test_*rong",
    });
    expect((await fetch(`${bench.url}/v1/events`)).status).toBe(401);
    const headers = { authorization: "Bearer sk_test_local" };
    expect((await fetch(`${bench.url}/v1/events`, { headers })).status).toBe(200);
    const old = await fetch(`${bench.url}/v1/events`, { headers: { ...headers, "stripe-version": "2022-11-15" } });
    expect(old.status).toBe(400);
  });

  it("answers an unknown address with 404 and Stripe's words", async () => {
    await expect(bench.stripe.customers.create({})).rejects.toMatchObject({
      statusCode: 404,
      message: expect.stringContaining("Unrecognized request URL (POST: /v1/customers)") as string,
    });
    await expect(bench.stripe.checkout.sessions.retrieve("cs_test_none")).rejects.toMatchObject({
      statusCode: 404,
      code: "resource_missing",
    });
    await expect(bench.stripe.checkout.sessions.retrieve("constructor")).rejects.toMatchObject({ statusCode: 404 });
  });

  it("refuses a JSON body and gives each answer a request id", async () => {
    const response = await fetch(`${bench.url}/v1/checkout/sessions`, {
      method: "POST",
      headers: { authorization: "Bearer sk_test_local", "content-type": "application/json" },
      body: "{}",
    });
    expect(response.status).toBe(400);
    expect(response.headers.get("request-id")).toMatch(/^req_\w{14}$/);
    expect((await create()).lastResponse.requestId).toMatch(/^req_\w{14}$/);
  });
});

describe("expiring a session", () => {
  it("works while it is open, and says why not afterwards", async () => {
    const { id } = await create();
    const expired = await bench.stripe.checkout.sessions.expire(id);
    expect(expired).toMatchObject({ status: "expired", url: null, payment_status: "unpaid" });
    await expect.poll(() => bench.ofType("checkout.session.expired").some(({ body }) => body.includes(id))).toBe(true);
    await expect(bench.stripe.checkout.sessions.expire(id)).rejects.toMatchObject({
      statusCode: 400,
      message:
        'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of `expired`.',
    });
  });
});
