import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { PageAnswer } from "#adapters/web/page.ts";
import { cancel } from "#core/orders/close.ts";
import type { OrderId } from "#core/values/ids.ts";
import { fromIso, minutes } from "#core/values/instant.ts";
import { answerPayPage } from "#lambdas/payments/answer-pay-page.ts";
import { WorldFailure } from "#ports/failures.ts";
import { pageId, payTokenOf } from "#test/support/orders.ts";
import { PaymentsStage } from "#test/support/payments-stage.ts";

let stage: PaymentsStage;
beforeAll(async () => {
  stage = await PaymentsStage.start();
});
afterEach(() => stage.reset());
afterAll(() => stage.stop());

/** The text of a page's main part, as a reader sees it. */
const textOf = (answer: PageAnswer): string =>
  (/<main>([\s\S]*)<\/main>/.exec(answer.body)?.[1] ?? "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
const linksOf = (answer: PageAnswer): string[] =>
  [...answer.body.matchAll(/href="([^"]*)"/g)].map((found) => found[1] ?? "");
const chat = `https://m.me/${pageId}`;
const creations = async () =>
  (await stage.ledger()).calls.filter((call) => call.method === "POST" && call.path === "/v1/checkout/sessions");

async function cancelled(): Promise<OrderId> {
  const { orderId } = await stage.place();
  const order = await stage.orderOf(orderId);
  await stage.worker.orders.save(order, cancel(order, { inputId: "c", at: stage.worker.now(), by: "shopper" }));
  return orderId;
}

describe("the pay link of an order that awaits its payment", () => {
  it("leads to Stripe's page with its fragment, uncached and without a referrer", async () => {
    const { orderId } = await stage.place();
    const answer = await stage.visit(orderId);
    expect(answer).toMatchObject({
      statusCode: 302,
      headers: { "cache-control": "no-store", "referrer-policy": "no-referrer" },
    });
    expect(answer.headers["location"]).toMatch(/\/c\/pay\/cs_test_\w+#.+/);
  });

  it("takes no phone for a link preview", async () => {
    const { orderId } = await stage.place();
    const userAgent = "Mozilla/5.0 (Linux; Android 13; CUBOT NOTE 40) AppleWebKit/537.36 [FB_IAB/MESSENGER;FBAV/480.0]";
    expect(await stage.visit(orderId, { userAgent })).toMatchObject({ statusCode: 302 });
  });

  it("asks Stripe for what the order says and nothing else", async () => {
    const { orderId } = await stage.place({ locale: "en" });
    await stage.visit(orderId);
    const order = await stage.orderOf(orderId);
    const [call] = await creations();
    expect(call?.idempotencyKey).toBe(`cs:${orderId}:1`);
    expect(call?.parameters).toEqual({
      mode: "payment",
      submit_type: "pay",
      locale: "en",
      client_reference_id: orderId,
      "metadata[orderId]": orderId,
      "payment_intent_data[metadata][orderId]": orderId,
      "line_items[0][quantity]": "2",
      "line_items[0][price_data][currency]": "eur",
      "line_items[0][price_data][unit_amount]": "6900",
      "line_items[0][price_data][product_data][name]": "The LAMP",
      "line_items[0][price_data][product_data][images][0]": "https://shop.example/pictures/lamp.png",
      "shipping_options[0][shipping_rate_data][type]": "fixed_amount",
      "shipping_options[0][shipping_rate_data][display_name]": "Colissimo, to your door",
      "shipping_options[0][shipping_rate_data][fixed_amount][amount]": "0",
      "shipping_options[0][shipping_rate_data][fixed_amount][currency]": "eur",
      "shipping_options[0][shipping_rate_data][delivery_estimate][maximum][unit]": "day",
      "shipping_options[0][shipping_rate_data][delivery_estimate][maximum][value]": "4",
      "shipping_address_collection[allowed_countries][0]": "FR",
      "shipping_address_collection[allowed_countries][1]": "BE",
      "phone_number_collection[enabled]": "true",
      "adaptive_pricing[enabled]": "false",
      expires_at: String(order.attempts[0]?.expiresAt),
      success_url: `https://shop.example/pay/${payTokenOf(orderId)}/done`,
      cancel_url: `https://shop.example/pay/${payTokenOf(orderId)}/back`,
    });
    expect(fromIso(order.payBy)).toBe((order.attempts[0]?.expiresAt ?? 0) * 1000);
  });

  it("opens one page for two taps, one after the other or at once", async () => {
    const { orderId } = await stage.place();
    const answers = await Promise.all([stage.visit(orderId), stage.visit(orderId), stage.visit(orderId)]);
    answers.push(await stage.visit(orderId));
    const places = new Set(answers.map((answer) => answer.headers["location"]?.split("#")[0]));
    expect(places.size).toBe(1);
    expect([...places][0]).toContain("/c/pay/cs_test_");
    expect((await stage.orderOf(orderId)).attempts).toHaveLength(1);
  });

  it("asks with the very same words again when Stripe's answer was lost", async () => {
    const { orderId } = await stage.place();
    await stage.control("fail", { match: "POST /v1/checkout/sessions", when: "after", times: 2, status: 502 });
    const lost = await stage.visit(orderId);
    expect(lost).toMatchObject({ statusCode: 503, headers: { "retry-after": "60" } });
    expect(linksOf(lost)).toEqual([`/pay/${payTokenOf(orderId)}`, chat]);
    expect((await stage.orderOf(orderId)).attempts).toMatchObject([{ state: "opening" }]);

    expect(await stage.visit(orderId)).toMatchObject({ statusCode: 302 });
    const calls = await creations();
    expect(new Set(calls.map((call) => JSON.stringify([call.idempotencyKey, call.parameters]))).size).toBe(1);
    expect((await stage.orderOf(orderId)).attempts).toMatchObject([{ state: "open" }]);
  });

  it("opens the next page only when Stripe says that the last one is dead", async () => {
    const { orderId } = await stage.place();
    const first = await stage.openPayPage(orderId);
    await stage.worker.checkout.close(first);
    const second = await stage.openPayPage(orderId);
    expect(second).not.toBe(first);
    expect((await stage.orderOf(orderId)).attempts).toMatchObject([
      { number: 1, state: "dead", sessionId: first },
      { number: 2, state: "open", sessionId: second },
    ]);
  });

  it("puts a new attempt in the place of one that waited too long to be opened still", async () => {
    const { orderId } = await stage.place();
    await stage.control("fail", { match: "POST /v1/checkout/sessions", when: "before", times: 2, status: 503 });
    await stage.visit(orderId);
    await stage.pass(minutes(40));
    expect(await stage.visit(orderId)).toMatchObject({ statusCode: 302 });
    expect((await stage.orderOf(orderId)).attempts).toMatchObject([{ number: 2, state: "open" }]);
  });

  it("closes the page again that was opened while the order was called off", async () => {
    const { orderId } = await stage.place();
    const { orders, checkout } = stage.worker;
    const order = await orders.load(orderId);
    if (!order) throw new Error("the order is gone");
    await stage.control("slow", { match: "POST /v1/checkout/sessions", ms: 300 });
    const visit = stage.visit(orderId);
    await expect.poll(async () => (await stage.orderOf(orderId)).attempts).toHaveLength(1);
    const now = await stage.orderOf(orderId);
    await orders.save(now, cancel(now, { inputId: "c", at: stage.worker.now(), by: "shopper" }));
    expect(await visit).toMatchObject({ statusCode: 410 });
    const sessionId = (await creations()).at(-1)?.["object"];
    expect(await checkout.read(String(sessionId))).toMatchObject({ standing: "expired" });
  });

  it("says that it cannot when Stripe refuses for good", async () => {
    const { orderId } = await stage.place();
    await stage.control("fail", {
      match: "POST /v1/checkout/sessions",
      when: "before",
      status: 400,
      code: "parameter_invalid",
    });
    expect(await stage.visit(orderId)).toMatchObject({ statusCode: 503 });
    expect((await stage.orderOf(orderId)).attempts).toMatchObject([{ state: "refused" }]);
    expect(await stage.visit(orderId)).toMatchObject({ statusCode: 302 });
  });

  it("uses up no try and keeps no goods longer while Stripe refuses, and asks under a key of its own each time", async () => {
    const { orderId } = await stage.place();
    const { payBy } = await stage.orderOf(orderId);
    await stage.control("fail", { match: "POST /v1/checkout/sessions", when: "before", times: 20, status: 400 });
    for (let tap = 1; tap <= 20; tap += 1) expect(await stage.visit(orderId)).toMatchObject({ statusCode: 503 });
    expect(await stage.orderOf(orderId)).toMatchObject({ payBy, attempts: [{ number: 20, state: "refused" }] });
    const keys = (await creations()).map((call) => call.idempotencyKey);
    expect(new Set(keys).size).toBe(20);

    await stage.pass(minutes(30));
    expect(await stage.visit(orderId)).toMatchObject({ statusCode: 302 });
    const order = await stage.orderOf(orderId);
    expect(order).toMatchObject({ attempts: [{ number: 21, state: "open" }] });
    expect(order.attempts[0]).not.toHaveProperty("formerPayBy");
    expect(fromIso(order.payBy)).toBeGreaterThan(fromIso(payBy));
  });

  it("opens nothing for a link preview or a HEAD", async () => {
    const { orderId } = await stage.place();
    const crawler = await stage.visit(orderId, { userAgent: "facebookexternalhit/1.1" });
    expect(crawler.statusCode).toBe(200);
    expect(crawler.body).not.toContain(orderId);
    await stage.visit(orderId, { method: "HEAD" });
    expect(await creations()).toEqual([]);
    expect((await stage.orderOf(orderId)).attempts).toEqual([]);
  });
});

describe("the pay link of an order whose time is over", () => {
  it.each([undefined, "back"])("claims nothing of money while a payment may have gone unheard: %s", async (outcome) => {
    const { orderId } = await stage.place();
    await stage.pay(await stage.openPayPage(orderId));
    await stage.pass(minutes(61));
    const answer = await stage.visit(orderId, outcome === undefined ? {} : { outcome });
    expect(answer.statusCode).toBe(200);
    expect(textOf(answer)).toContain("Nous attendons la réponse de la banque");
    expect(answer.headers["refresh"]).toMatch(/^3; url=(.*\/)?done\?look=1$/);

    await stage.visit(orderId, { outcome: "done", look: 2 });
    await stage.workQueued();
    expect(textOf(await stage.visit(orderId))).toContain("C’est payé");
  });

  it("says so as soon as Stripe was asked and nothing was paid", async () => {
    const { orderId } = await stage.place();
    await stage.openPayPage(orderId);
    await stage.pass(minutes(61));
    await stage.visit(orderId, { outcome: "done", look: 2 });
    await stage.workQueued();
    expect(textOf(await stage.visit(orderId))).toContain("Le temps de payer est passé");
  });
});

describe("the pay link of an order that cannot be paid", () => {
  it("says that it is paid", async () => {
    const { orderId } = await stage.place();
    await stage.pay(await stage.openPayPage(orderId));
    await stage.deliverEvents();
    const answer = await stage.visit(orderId);
    expect(answer.statusCode).toBe(200);
    expect(textOf(answer)).toMatch(
      new RegExp(`^C’est payé Merci. Nous avons reçu 138,00 € pour la commande ${orderId}`),
    );
    expect(linksOf(answer)).toEqual([chat]);
  });

  it("says that it was cancelled, or that its time is over", async () => {
    const orderId = await cancelled();
    expect(await stage.visit(orderId)).toMatchObject({ statusCode: 410 });
    expect(textOf(await stage.visit(orderId))).toContain("Commande annulée");
    const { orderId: other } = await stage.place({ locale: "en" });
    await stage.pass(minutes(61));
    expect(textOf(await stage.visit(other))).toContain("The time to pay has passed");
    expect(await creations()).toEqual([]);
  });

  it.each(["", "nonsense", "O-00001-00001.AAAAAAAAAAAAAAAAAAAAAA", "../../etc/passwd", "O-00001-00001"])(
    "leads nowhere for the token %j, in the browser's language",
    async (token) => {
      const answer = await stage.visit("O-00001-00001" as OrderId, { token, language: "en" });
      expect(answer.statusCode).toBe(404);
      expect(textOf(answer)).toContain("This link leads nowhere");
      expect(linksOf(answer)).toEqual([chat]);
    },
  );

  it("opens no order by the token of another one, or by a guess", async () => {
    const { orderId } = await stage.place();
    const guess = payTokenOf(orderId).replace(/A$/, "B");
    expect(await stage.visit(orderId, { token: guess })).toMatchObject({ statusCode: 404 });
    expect(await stage.visit(orderId, { token: guess, outcome: "done" })).toMatchObject({ statusCode: 404 });
  });

  it("does not take real money for an order of test money", async () => {
    const { orderId } = await stage.place();
    const order = await stage.orderOf(orderId);
    await stage.worker.orders.save(order, { order: { ...order, livemode: true } });
    expect(await stage.visit(orderId)).toMatchObject({ statusCode: 503 });
    expect(await creations()).toEqual([]);
  });
});

describe("the way back from Stripe's page", () => {
  it("waits for the bank's word, and proves nothing", async () => {
    const { orderId } = await stage.place();
    const answer = await stage.visit(orderId, { outcome: "done" });
    expect(answer).toMatchObject({ statusCode: 200, headers: { refresh: "3; url=done?look=1" } });
    expect(textOf(answer)).toContain("Nous attendons la réponse de la banque");
    expect(await stage.orderOf(orderId)).toMatchObject({ paymentStatus: "unpaid" });
  });

  it("has Stripe asked when the webhook is late, and gives up looking after a while", async () => {
    const { orderId } = await stage.place();
    await stage.pay(await stage.openPayPage(orderId));
    for (const look of [0, 1, 2, 3]) await stage.visit(orderId, { outcome: "done", look });
    expect(stage.queued).toMatchObject([{ kind: "check", orderId }]);
    const last = await stage.visit(orderId, { outcome: "done", look: 8 });
    expect(last.headers).not.toHaveProperty("refresh");

    await stage.workQueued();
    const paid = await stage.visit(orderId, { outcome: "done", look: 4 });
    expect(paid.headers).not.toHaveProperty("refresh");
    expect(textOf(paid)).toContain("C’est payé");
    expect(stage.told()).toEqual(["placed", "paid"]);
  });

  it("goes on waiting when even the worker cannot be asked, and claims nothing", async () => {
    const { orderId } = await stage.place();
    const deps = { ...stage.payDeps, payments: { send: () => Promise.reject(new WorldFailure("no queue")) } };
    const request = {
      method: "GET",
      token: payTokenOf(orderId),
      outcome: "done",
      look: 2,
      userAgent: "",
      language: "fr",
    } as const;
    const answer = await answerPayPage(deps, request);
    expect(textOf(answer)).toContain("Nous attendons");
    expect(answer.headers["refresh"]).toBe("3; url=done?look=3");
  });

  it("says nothing of money when the table does not answer", async () => {
    const orders = { ...stage.worker.orders, load: () => Promise.reject(new WorldFailure("no table")) };
    const token = payTokenOf("O-00001-00001");
    const request = { method: "GET", token, outcome: "done", look: 0, userAgent: "", language: "en" } as const;
    const answer = await answerPayPage({ ...stage.payDeps, orders }, request);
    expect(answer).toMatchObject({ statusCode: 503, headers: { "retry-after": "60" } });
    expect(textOf(answer)).toContain("Try again in a minute");
    expect(textOf(answer)).not.toMatch(/paid|charged/);
  });

  it("says that a person looks at a payment of another amount", async () => {
    const { orderId } = await stage.place();
    const sessionId = await stage.openPayPage(orderId);
    const order = await stage.orderOf(orderId);
    await stage.worker.orders.save(order, { order: { ...order, total: 13_900 } });
    await stage.pay(sessionId);
    await stage.deliverEvents();
    expect(await stage.orderOf(orderId)).toMatchObject({
      review: "paid 13800 EUR instead of 13900 EUR",
      status: "to-ship",
    });
    expect(stage.told()).toEqual(["placed", "paid-differently"]);
    expect(textOf(await stage.visit(orderId, { outcome: "done" }))).toContain("Paiement reçu");
  });

  it("waits as well when the pay link is tapped again before the webhook came", async () => {
    const { orderId } = await stage.place();
    await stage.pay(await stage.openPayPage(orderId));
    const answer = await stage.visit(orderId);
    expect(answer.headers["refresh"]).toBe(`3; url=${payTokenOf(orderId)}/done?look=1`);
  });

  it("offers to go on paying when nothing was paid", async () => {
    const { orderId } = await stage.place();
    await stage.openPayPage(orderId);
    const answer = await stage.visit(orderId, { outcome: "back" });
    expect(answer.statusCode).toBe(200);
    expect(textOf(answer)).toContain("Paiement interrompu");
    expect(linksOf(answer)).toEqual([`/pay/${payTokenOf(orderId)}`, chat]);
  });

  it("says on the way back what became of the order meanwhile", async () => {
    const orderId = await cancelled();
    expect(textOf(await stage.visit(orderId, { outcome: "back" }))).toContain("Commande annulée");
    expect(await stage.visit(orderId, { outcome: "elsewhere" })).toMatchObject({ statusCode: 404 });
  });

  it("says so when a bank takes its time", async () => {
    const { orderId } = await stage.place();
    await stage.pay(await stage.openPayPage(orderId), { iban: "DE89370400440532013000" });
    await stage.deliverEvents();
    expect(textOf(await stage.visit(orderId, { outcome: "done" }))).toContain("Paiement en cours");
  });
});

describe("every pay page", () => {
  it("runs no script, loads nothing foreign and shows nothing unescaped", async () => {
    stage.shop = {
      ...stage.shop,
      settings: { ...stage.shop.settings, seller: { ...stage.shop.settings.seller, name: "<b>Ombeline & Cie" } },
    };
    const { orderId } = await stage.place();
    const answer = await stage.visit(orderId, { outcome: "back" });
    expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
    expect(answer.body).not.toContain("<b>");
    expect(answer.body).not.toContain("<script");
    expect(answer.body).toContain("&lt;b&gt;Ombeline &amp; Cie");
    expect(answer.body).toContain('<html lang="fr">');
  });
});

describe("an attempt whose page was opened and never noted", () => {
  it("is found again, as Stripe knows it by its key", async () => {
    const { orderId } = await stage.place();
    const sessionId = await stage.openPayPage(orderId);
    const order = await stage.orderOf(orderId);
    const attempts = order.attempts.map(({ sessionId: _lost, ...attempt }) => ({
      ...attempt,
      state: "opening" as const,
    }));
    await stage.worker.orders.save(order, { order: { ...order, attempts } });
    expect(await stage.openPayPage(orderId)).toBe(sessionId);
    expect((await stage.orderOf(orderId)).attempts).toMatchObject([{ number: 1, state: "open", sessionId }]);
  });
});
