/** Stripe's test card numbers and what becomes of them (docs: testing). */

/** Why a card is refused: Stripe's error code, and the issuer's reason where it gives one. */
export interface Decline {
  readonly code: "card_declined" | "expired_card" | "incorrect_cvc" | "processing_error";
  readonly declineCode?: string;
}

export interface TestCard {
  readonly brand: string;
  /** The buyer must prove to be the card's holder first (3-D Secure). */
  readonly challenge: boolean;
  readonly decline?: Decline;
}

const declines: Readonly<Record<string, Decline>> = {
  "4000000000000002": { code: "card_declined", declineCode: "generic_decline" },
  "4000000000009995": { code: "card_declined", declineCode: "insufficient_funds" },
  "4000000000009987": { code: "card_declined", declineCode: "lost_card" },
  "4000000000009979": { code: "card_declined", declineCode: "stolen_card" },
  "4000000000000069": { code: "expired_card", declineCode: "expired_card" },
  "4000000000000127": { code: "incorrect_cvc", declineCode: "incorrect_cvc" },
  "4000000000000119": { code: "processing_error" },
  "4000008260003178": { code: "card_declined", declineCode: "insufficient_funds" },
};

const challenged = new Set(["4000002500003155", "4000002760003184", "4000008260003178"]);

const accepted = new Set(
  (
    "4242424242424242 4000056655665556 4000002500000003 4000000560000004 " +
    "5555555555554444 5200828282828210 5105105105105100 2223003122003222 " +
    "378282246310005 371449635398431 6011111111111117 3056930009020004 3566002020360505"
  ).split(" "),
);

/** How the payment with this number goes; a real card's number is refused as Stripe does in test mode. */
export function testCard(number: string): TestCard {
  const brand = brandOf(number);
  const decline = declines[number];
  const challenge = challenged.has(number);
  if (decline !== undefined) return { brand, challenge, decline };
  if (challenge || accepted.has(number)) return { brand, challenge };
  return { brand, challenge, decline: { code: "card_declined", declineCode: "test_mode_live_card" } };
}

/** Stripe's English sentence for a refusal, as the API gives it. */
export function declineMessage(decline: Decline): string {
  if (decline.declineCode === "insufficient_funds") return "Your card has insufficient funds.";
  if (decline.declineCode === "test_mode_live_card") {
    return "Your card was declined. Your request was in test mode, but used a non test (live) card.";
  }
  if (decline.code === "expired_card") return "Your card has expired.";
  if (decline.code === "incorrect_cvc") return "Your card's security code is incorrect.";
  if (decline.code === "processing_error")
    return "An error occurred while processing your card. Try again in a little bit.";
  return "Your card was declined.";
}

/** Whether the digits satisfy the checksum that every card number bears. */
export function isCardNumber(number: string): boolean {
  if (!/^\d{12,19}$/.test(number)) return false;
  const sum = Array.from(number)
    .toReversed()
    .reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}

function brandOf(number: string): string {
  if (number.startsWith("4")) return "visa";
  if (/^(5[1-5]|2[2-7])/.test(number)) return "mastercard";
  if (/^3[47]/.test(number)) return "amex";
  if (/^3[068]/.test(number)) return "diners";
  if (number.startsWith("35")) return "jcb";
  return number.startsWith("6") ? "discover" : "unknown";
}
