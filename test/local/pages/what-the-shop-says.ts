/** One message of each kind, as the shop's Send API calls bear them. */

const picture = (name: string): string => `https://www.example.com/pictures/${name}.png`;

export const text = (words: string, choices: readonly string[] = []) => ({
  text: words,
  ...(choices.length > 0 ? { quick_replies: choices.map(quickReply) } : {}),
});

const quickReply = (title: string) => ({ content_type: "text", title, payload: `browse:${title}` });

export const card = (title: string, subtitle: string, pictures = picture) => ({
  title,
  subtitle,
  image_url: pictures(title.toLowerCase().replaceAll(/\W/g, "-")),
  buttons: [
    { type: "postback", title: "Voir", payload: `product:${title}` },
    { type: "postback", title: "Ajouter au panier", payload: `add:${title}` },
  ],
});

export const cards = (...elements: readonly object[]) => ({
  attachment: { type: "template", payload: { template_type: "generic", elements } },
});

export const buttons = (words: string, ...list: readonly object[]) => ({
  attachment: { type: "template", payload: { template_type: "button", text: words, buttons: list } },
});

export const payButton = (url: string) =>
  buttons("Votre commande O-7K3M2-4QZ8T est prête : 105,00 € TTC.", {
    type: "web_url",
    title: "Payer 105,00 €",
    url,
    webview_height_ratio: "full",
  });

export const receipt = (orderNumber: string, pictures = picture) => ({
  attachment: {
    type: "template",
    payload: {
      template_type: "receipt",
      recipient_name: "Julie Martin",
      merchant_name: "Atelier Ombeline",
      order_number: orderNumber,
      currency: "EUR",
      payment_method: "Visa 4242",
      timestamp: "1795312800",
      elements: [
        {
          title: "Lampe Coquelicot",
          subtitle: "câble lin",
          quantity: 1,
          price: 69,
          currency: "EUR",
          image_url: pictures("l"),
        },
        { title: "Tasse Brume bleue", quantity: 2, price: 36, currency: "EUR", image_url: pictures("t") },
      ],
      address: { street_1: "12 rue Mercière", city: "Lyon", postal_code: "69002", state: "FR", country: "FR" },
      summary: { subtotal: 105, shipping_cost: 0, total_tax: 17.5, total_cost: 105 },
    },
  },
});

export const order = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  orderId: "O-7K3M2-4QZ8T",
  schemaVersion: 1,
  livemode: false,
  version: 1,
  pageId: "100000000000001",
  shopper: "100000000000001:7000000000000001",
  locale: "fr",
  status: "awaiting-payment",
  paymentStatus: "unpaid",
  lines: [
    { lineId: "1", sku: "LAMP-LIN", title: "Lampe Coquelicot", options: "câble lin", quantity: 1, total: 6900 },
    { lineId: "2", sku: "CUP-BLUE", title: "Tasse Brume bleue", quantity: 2, total: 3600 },
  ],
  subtotal: 10500,
  shippingTotal: 0,
  total: 10500,
  currency: "EUR",
  deliveryMethod: "relais",
  placedAt: "2026-11-22T10:00:00.000Z",
  payBy: "2026-11-22T11:00:00.000Z",
  history: [{ sequence: 1, at: "2026-11-22T10:00:00.000Z", what: "placed", by: "shopper", inputId: "m_1" }],
  ...changes,
});

export const paid = (changes: Record<string, unknown> = {}): Record<string, unknown> =>
  order({
    status: "to-ship",
    paymentStatus: "paid",
    paidAt: "2026-11-22T10:05:00.000Z",
    paymentMethod: "Visa 4242",
    customerFirstName: "Julie",
    customerLastName: "Martin",
    email: "julie@example.com",
    shippingAddress: {
      name: "Julie Martin",
      line1: "12 rue Mercière",
      postalCode: "69002",
      city: "Lyon",
      country: "FR",
    },
    ...changes,
  });
