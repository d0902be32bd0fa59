import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Bench, pageForm, sessionParams, startBench } from "./stripe-bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await startBench({ sellerName: "Atelier <Ombeline>" });
});
afterEach(() => bench.stop());

const create = (changes: object = {}) => bench.stripe.checkout.sessions.create({ ...sessionParams(), ...changes });

async function open(path: string, language = "de"): Promise<string> {
  const response = await fetch(`${bench.url}/c/pay/${path}`, { headers: { "accept-language": language } });
  return response.text();
}

const submit = (path: string, form: URLSearchParams): Promise<Response> =>
  fetch(`${bench.url}/c/pay/${path}`, { method: "POST", body: form, redirect: "manual" });

describe("the hosted payment page", () => {
  it("takes a test card, tells the webhook, then sends the buyer back to the shop", async () => {
    const session = await create();
    expect((await fetch(session.url ?? "")).status).toBe(200);
    const paid = await submit(session.id, pageForm());
    expect(paid.status).toBe(303);
    expect(paid.headers.get("location")).toBe(`http://127.0.0.1:3000/pay/t/done?session=${session.id}`);
    expect(bench.ofType("checkout.session.completed")).toHaveLength(1);
    const after = await bench.stripe.checkout.sessions.retrieve(session.id, {
      expand: ["line_items", "payment_intent.latest_charge"],
    });
    expect(after).toMatchObject({
      status: "complete",
      payment_status: "paid",
      url: null,
      amount_total: 11290,
      customer_details: { email: "julie@example.com", name: "Julie Martin", phone: "+33612345678" },
      collected_information: { shipping_details: { name: "Julie Martin", address: { city: "Lyon", country: "FR" } } },
      payment_intent: {
        status: "succeeded",
        latest_charge: { payment_method_details: { card: { brand: "visa", last4: "4242" } } },
      },
    });
    expect(after.line_items?.data[0]?.price?.unit_amount_decimal?.toString()).toBe("6900");
  });

  it("waits for the webhook, and leaves as soon as it has answered", async () => {
    await bench.control("late", { ms: 250, type: "checkout.session.completed" });
    const { id } = await create();
    await submit(id, pageForm());
    expect(bench.ofType("checkout.session.completed")).toHaveLength(1);
  });

  it("shows seller, lines, delivery and total in the session's language", async () => {
    const french = (await open((await create()).id)).replaceAll(/[\u00a0\u202f]/g, " ");
    expect(french).toContain('lang="fr"');
    for (const text of [
      "Atelier &#60;Ombeline&#62;",
      "Lampe Coquelicot",
      "2 × 18,00 €",
      "2–4 jours ouvrés",
      "112,90 €",
    ]) {
      expect(french).toContain(text);
    }
    const english = await open((await create({ locale: "en" })).id);
    expect(english).toContain('lang="en"');
    expect(english).toContain("€112.90");
    const auto = await create({ locale: "auto" });
    expect(await open(auto.id, "fr-FR,fr;q=0.9")).toContain('lang="fr"');
    expect(await open(auto.id, "de-DE")).toContain('lang="en"');
  });

  it("bears the shop's own words and name where it sent some", async () => {
    const { id } = await create({
      branding_settings: { display_name: "La Halle" },
      submit_type: "book",
      custom_text: { submit: { message: "Retrait <jeudi>." }, shipping_address: { message: "Pas de boîte postale." } },
    });
    const page = await open(id);
    for (const text of ["<strong>La Halle</strong>", "Réserver", "Retrait &#60;jeudi&#62;.", "Pas de boîte postale."]) {
      expect(page).toContain(text);
    }
  });

  it("asks only for what the shop wants to know", async () => {
    const full = await open((await create({ consent_collection: { terms_of_service: "required" } })).id);
    for (const name of ["phone", "line1", "terms", "iban"]) expect(full).toContain(`name="${name}"`);
    const short = await create({
      shipping_address_collection: undefined,
      phone_number_collection: undefined,
      customer_email: "julie@example.com",
      allowed_payment_method_types: ["card"],
    });
    const page = await open(short.id);
    for (const name of ["phone", "line1", "terms", "iban"]) expect(page).not.toContain(`name="${name}"`);
    expect(page).toMatch(/value="julie@example.com"[^>]* readonly/);
  });

  it("offers only the countries that the shop delivers to", async () => {
    const { id } = await create();
    const page = await open(id);
    expect([...page.matchAll(/<option value="(..)"/g)].map(([, code]) => code)).toEqual(["BE", "FR"]);
    expect((await submit(id, pageForm({ country: "US" }))).status).toBe(422);
  });

  it.each([
    ["cardNumber", "4242 4242 4242 4241", "Ce numéro de carte n’est pas valide."],
    ["expiry", "13 / 40", "Merci d’indiquer la date sous la forme MM / AA."],
    ["expiry", "01 / 20", "Cette carte a expiré."],
    ["cvc", "12", "Merci d’indiquer le code de sécurité de la carte."],
    ["email", "julie", "Merci d’indiquer une adresse e-mail complète."],
    ["city", "", "Merci de remplir ce champ."],
  ])("says at the field what is wrong: %s", async (name, value, sentence) => {
    const { id } = await create();
    const answer = await submit(id, pageForm({ [name]: value }));
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain(`id="${name}-error">${sentence.replaceAll("'", "&#39;")}`);
    expect(page).toMatch(new RegExp(`name="${name}"[^>]* aria-invalid="true" aria-describedby="${name}-error"`));
    expect(bench.received).toEqual([]);
  });

  it("says that a card was declined, keeps what was typed except the card, and takes another", async () => {
    const { id } = await create({ locale: "en" });
    const declined = await submit(id, pageForm({ cardNumber: "4000000000009995" }));
    const page = await declined.text();
    expect(page).toContain("Your card has insufficient funds.");
    expect(page).toContain('value="12 rue de la Part-Dieu"');
    expect(page).not.toContain("4000000000009995");
    expect((await submit(id, pageForm())).status).toBe(303);
  });

  it("asks for 3-D Secure and goes on from there", async () => {
    const { id } = await create({ locale: "en" });
    const asked = await submit(id, pageForm({ cardNumber: "4000002500003155" }));
    expect(await asked.text()).toContain("Your bank asks for your approval");
    const refused = await submit(`${id}/challenge`, new URLSearchParams({ proof: "fail" }));
    expect(await refused.text()).toContain("Your bank did not confirm that it was you.");
    await submit(id, pageForm({ cardNumber: "4000002500003155" }));
    const done = await submit(`${id}/challenge`, new URLSearchParams({ proof: "complete" }));
    expect(done.status).toBe(303);
    expect(await bench.stripe.checkout.sessions.retrieve(id)).toMatchObject({ payment_status: "paid" });
  });

  it("needs the terms to be accepted where the shop asks for it", async () => {
    const { id } = await create({ consent_collection: { terms_of_service: "required" } });
    expect((await submit(id, pageForm())).status).toBe(422);
    expect((await submit(id, pageForm({ terms: "accepted" }))).status).toBe(303);
    expect((await bench.stripe.checkout.sessions.retrieve(id)).consent?.terms_of_service).toBe("accepted");
  });

  it("charges one tap of two", async () => {
    const { id } = await create();
    const answers = await Promise.all([submit(id, pageForm()), submit(id, pageForm())]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect((await bench.ledger()).charges).toHaveLength(1);
  });

  it("says so when there is nothing to pay any more", async () => {
    const paid = await create({ locale: "en" });
    await submit(paid.id, pageForm());
    expect(await open(paid.id)).toContain("This payment is done");
    const expired = await create({ locale: "en" });
    await bench.stripe.checkout.sessions.expire(expired.id);
    const page = await open(expired.id);
    expect(page).toContain("This payment page has expired");
    expect(page).toContain('href="http://127.0.0.1:3000/pay/t/back"');
    expect(await (await submit(expired.id, pageForm())).text()).toContain("This payment page has expired");
    expect((await fetch(`${bench.url}/c/pay/cs_none`)).status).toBe(404);
  });

  it("never keeps a card number", async () => {
    const { id } = await create();
    await submit(id, pageForm({ cardNumber: "4000002500003155" }));
    await submit(`${id}/challenge`, new URLSearchParams({ proof: "complete" }));
    const kept = JSON.stringify([await bench.ledger(), await bench.control("sessions"), bench.received]);
    expect(kept).toContain("3155");
    expect(kept).not.toContain("4000002500003155");
    expect(kept).not.toContain("4000 0025");
  });
});
