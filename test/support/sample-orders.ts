/** A shop's orders as they would have come about: by seed and number, each as it stood at any given moment. */
import { createHash } from "node:crypto";
import type { HistoryEntry, Order, OrderLine, Refund } from "#core/orders/order.ts";
import {
  type OrderId,
  orderId,
  type PageId,
  type PayTokenHash,
  type Psid,
  type Sku,
  shopperKey,
} from "#core/values/ids.ts";
import { chance, Random } from "#test/simulation/random.ts";

export interface SampleShop {
  readonly seed: number;
  /** Orders are placed from `start` to before `end`, milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  /** How many orders are placed in that time. */
  readonly orders: number;
  readonly livemode?: boolean;
}

/** What the Orders table holds: an order, with the attribute that its index needs. */
export type OrderItem = Order & { readonly pageStatus: string };

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** When the order of this number is placed: the numbers are in the order of time. */
export function placedAtOf(shop: SampleShop, number: number): number {
  const share = (shop.end - shop.start) / shop.orders;
  return Math.floor(shop.start + share * (number + chance(shop.seed, `placed ${number}`)));
}

/**
 * The order of this number as it stood just before a moment; undefined before it was placed. Nine in ten are paid after
 * some minutes, sent the next day and delivered two days later; some expire, some are called off, some go back in part or
 * whole after a week or more.
 */
export function sampleOrder(shop: SampleShop, number: number, asOf: number): OrderItem | undefined {
  const placed = placedAtOf(shop, number);
  if (placed >= asOf) return undefined;
  const random = new Random((shop.seed * 7_919 + number * 104_729) >>> 0);
  const locale = random.next() < 0.8 ? "fr" : "en";
  const page = random.one(pages);
  const id = orderId(placed, idTail(number));
  const country = random.next() < 0.9 ? "FR" : "BE";
  const lines = someLines(random, locale);
  const subtotal = lines.reduce((sum, line) => sum + line.total, 0);
  const home = random.next() < 0.5;
  const shippingTotal = subtotal >= (home ? 15_000 : 10_000) ? 0 : home ? 790 : 490;
  const total = subtotal + shippingTotal;
  const taxTotal = taxIn(total);
  const source = someSource(random);
  const fate = random.next();
  const paid = placed + random.between(1, 20) * minute + random.between(0, 59_999);
  const story = tell({
    id,
    placed,
    paid,
    fate,
    total,
    asOf,
    method: someMethod(random),
    who: someone(random, country),
  });
  const { status, ...rest } = story;
  return {
    orderId: id,
    schemaVersion: 1,
    livemode: shop.livemode ?? true,
    pageId: page as PageId,
    shopper: shopperKey(page as PageId, String(7_000_000_000_000_000 + random.between(1, 4_000_000)) as Psid),
    pageStatus: `${page}#${status}`,
    locale,
    ...(source === undefined ? {} : { source }),
    status,
    lines,
    subtotal,
    discountTotal: 0,
    shippingTotal,
    taxTotal,
    total,
    currency: "EUR",
    pricesIncludeTax: true,
    taxLines: [{ country, rate: 20, base: total - taxTotal, tax: taxTotal }],
    deliveryMethod: home ? "home" : "relay",
    deliveryService: deliveryNames[home ? "home" : "relay"][locale],
    deliveryCountries: ["FR", "BE"],
    promisedBy: iso(placed + 6 * day),
    weightGrams: lines.reduce((sum, line) => sum + line.quantity * (line.weightGrams ?? 0), 0),
    payTokenHash: createHash("sha256").update(id).digest("hex") as PayTokenHash,
    placedAt: iso(placed),
    payBy: iso(placed + 2 * hour),
    termsVersion: "2026-11-01",
    termsAcceptedAt: iso(placed - 2_000),
    ...rest,
  };
}

const pages = ["100000000000001", "100000000000002", "100000000000003"] as const;
const deliveryNames = {
  home: { fr: "À domicile", en: "Home delivery" },
  relay: { fr: "Point relais", en: "Pick-up point" },
} as const;

function idTail(number: number): number[] {
  const tail = [];
  for (let rest = number, place = 0; place < 5; place += 1, rest = Math.floor(rest / 32)) tail.unshift(rest % 32);
  return tail;
}

const articles = [
  ["COQUELICOT-LIN", "Lampe Coquelicot", "Coquelicot lamp", "Lin", 6_900, 1_450],
  ["GALET-SAUGE", "Lampe Galet", "Galet lamp", "Sauge", 8_900, 1_900],
  ["CLOCHE", "Suspension Cloche", "Cloche pendant", undefined, 12_900, 2_600],
  ["BRUME-BLEU", "Tasse Brume", "Brume cup", "Bleu", 2_400, 310],
  ["DUNE-M", "Bol Dune", "Dune bowl", "M", 1_950, 420],
  ["NEIGE", "Théière « Neige d’été »", "Teapot “Summer snow”", undefined, 5_450, 980],
  ["PICHET-7", "Pichet émaillé n° 7", "Glazed jug no. 7", undefined, 3_999, 1_120],
  ["BON-25", 'Bon cadeau "25 €"', 'Gift voucher "€25"', undefined, 2_500, 20],
] as const;

function someLines(random: Random, locale: "fr" | "en"): [OrderLine, ...OrderLine[]] {
  const lines: OrderLine[] = [];
  const wanted = random.next() < 0.75 ? 1 : random.between(2, 4);
  for (let at = random.between(0, articles.length - 1); lines.length < wanted; at += 1) {
    const [sku, french, english, options, unitPrice, weightGrams] = articles[at % articles.length] ?? articles[0];
    const quantity = random.next() < 0.8 ? 1 : random.between(2, 4);
    const total = unitPrice * quantity;
    lines.push({
      lineId: String(lines.length + 1),
      sku: sku as Sku,
      title: locale === "fr" ? french : english,
      ...(options === undefined ? {} : { options }),
      quantity,
      unitPrice,
      discount: 0,
      taxRate: 20,
      tax: taxIn(total),
      total,
      weightGrams,
      counted: true,
    });
  }
  return lines as [OrderLine, ...OrderLine[]];
}

const taxIn = (total: number): number => total - Math.round(total / 1.2);

function someSource(random: Random): Order["source"] {
  const at = random.next();
  if (at < 0.35) return undefined;
  if (at < 0.6) return { kind: "link", ref: random.one(["newsletter-11", "marché-de-noël", "carte", "vitrine"]) };
  return { kind: "ad", ref: "noel", adId: String(23_850_000_000_000 + random.between(1, 9)) };
}

const someMethod = (random: Random): string =>
  `${random.one(["Visa", "Visa", "Mastercard", "Amex"])} ${random.between(1_000, 9_999)}`;

type Who = Pick<Order, "customerFirstName" | "customerLastName" | "email" | "phone" | "shippingAddress">;

function someone(random: Random, country: string): Who {
  const first = random.one([
    "Zoé",
    "Amélie",
    "François",
    "Chloé",
    "Jean-Baptiste",
    "Inès",
    "Loïc",
    "Mårten",
    "Siân",
    "Đoàn",
  ]);
  const last = random.one(["Lefèvre", "Muñoz", "O’Neill", "D'Haese", "Müller", "Nguyễn", "Garçon", "Petit", "Bœuf"]);
  const [postalCode, city] = country === "FR" ? random.one(towns.FR) : random.one(towns.BE);
  const line2 =
    random.next() < 0.2 ? { line2: random.one(["Bât. C, 3ᵉ étage", "Appt 12", 'chez "Les Tilleuls"']) } : {};
  const instructions = random.next() < 0.1 ? { instructions: "Sonner deux fois\nou laisser chez le voisin" } : {};
  return {
    customerFirstName: first,
    customerLastName: last,
    email: `client.${random.between(1, 999_999)}@exemple.example`,
    phone: `+33 6 ${random.between(10, 99)} ${random.between(10, 99)} 00 ${random.between(10, 99)}`,
    shippingAddress: {
      name: `${first} ${last}`,
      line1: `${random.between(1, 180)} ${random.one(["rue de la République", "allée des Érables", "impasse de l’Église", "Åsgatan"])}`,
      ...line2,
      postalCode,
      city,
      country,
      ...instructions,
    },
  };
}

type Town = readonly [postalCode: string, city: string];
const towns: { readonly [Country in "FR" | "BE"]: readonly [Town, ...Town[]] } = {
  FR: [
    ["69600", "Oullins-Pierre-Bénite"],
    ["01000", "Bourg-en-Bresse"],
    ["38000", "Grenoble"],
    ["42000", "Saint-Étienne"],
  ],
  BE: [
    ["4000", "Liège"],
    ["7000", "Mons"],
  ],
};

interface Life {
  readonly id: OrderId;
  readonly placed: number;
  readonly paid: number;
  /** From 0 to below 1: what becomes of it. */
  readonly fate: number;
  readonly total: number;
  readonly asOf: number;
  readonly method: string;
  readonly who: Who;
}

type Told = Who &
  Pick<Order, "status" | "paymentStatus" | "version" | "attempts" | "history" | "refunds" | "refundedAmount"> &
  Pick<Order, "paymentProvider" | "paymentReference" | "paymentMethod" | "paidAt" | "cancelledAt">;

/** What has happened to an order before a moment. */
function tell(life: Life): Told {
  const { id, placed, paid, fate, asOf } = life;
  const history = [entry(1, placed, "placed", "shopper"), entry(2, placed + minute / 2, "attempt-opened", "shopper")];
  const attempt = {
    number: 1,
    provider: "stripe",
    openedAt: iso(placed + minute / 2),
    sessionId: `cs_live_${id.slice(2)}`,
  } as const;
  const expiresAt = Math.floor((placed + 2 * hour) / 1000);
  const open = { ...attempt, expiresAt, state: "open" } as const;
  if (fate < 0.07) {
    const ended = placed + 2 * hour + 5 * minute;
    if (ended >= asOf)
      return { status: "awaiting-payment", paymentStatus: "unpaid", version: 2, attempts: [open], history };
    history.push(entry(3, ended, "expired", "clock"));
    const attempts = [{ ...open, state: "dead" }] as const;
    return { status: "expired", paymentStatus: "unpaid", version: 3, attempts, history };
  }
  if (paid >= asOf)
    return { status: "awaiting-payment", paymentStatus: "unpaid", version: 2, attempts: [open], history };
  history.push(entry(3, paid, "paid", "provider"));
  const refunds = refundsOf(life);
  for (const refund of refunds) history.push(entry(history.length + 1, Date.parse(refund.at), "refunded", "shop"));
  const refundedAmount = refunds.reduce((sum, refund) => sum + refund.amount, 0);
  const whole = refundedAmount === life.total;
  return {
    ...life.who,
    status: goods(life, whole),
    paymentStatus: refundedAmount === 0 ? "paid" : whole ? "refunded" : "partly-refunded",
    version: 3 + refunds.length + (asOf > placed + 26 * hour ? 1 : 0) + (asOf > placed + 3 * day ? 1 : 0),
    attempts: [{ ...open, state: "complete" }],
    paymentProvider: "stripe",
    paymentReference: `pi_${id.slice(2).replace("-", "x")}`,
    paymentMethod: life.method,
    paidAt: iso(paid),
    ...(fate < 0.09 && whole ? { cancelledAt: iso(placed + 5 * hour) } : {}),
    ...(refunds.length === 0 ? {} : { refunds, refundedAmount }),
    history,
  };
}

function refundsOf({ id, placed, fate, total, asOf }: Life): Refund[] {
  const at = fate < 0.09 ? placed + 5 * hour : placed + 9 * day;
  if (at >= asOf || fate >= 0.13) return [];
  const amount = fate < 0.11 ? total : Math.floor(total / 3);
  const reason = fate < 0.09 ? "requested_by_customer" : "returned";
  return [{ at: iso(at), amount, reason, reference: `re_${id.slice(2).replace("-", "x")}` }];
}

function goods({ placed, fate, asOf }: Life, whole: boolean): Order["status"] {
  if (fate < 0.09) return whole ? "cancelled" : "to-ship";
  if (whole) return "returned";
  if (asOf > placed + 3 * day) return "delivered";
  return asOf > placed + 26 * hour ? "shipped" : "to-ship";
}

function entry(sequence: number, at: number, what: HistoryEntry["what"], by: HistoryEntry["by"]): HistoryEntry {
  return { sequence, at: iso(at), what, by, inputId: `${what}:${at.toString(36)}` };
}

const iso = (at: number): string => new Date(at).toISOString();
