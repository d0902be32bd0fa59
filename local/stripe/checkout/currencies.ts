/** The currencies of this stand-in and the smallest sum that may be charged in each, minor units (docs: currencies). */
import type { Field } from "../api/field.ts";
import { invalid } from "../api/refusal.ts";

const smallestCharge: ReadonlyMap<string, number> = new Map(
  (
    "eur 50, usd 50, chf 50, aud 50, cad 50, nzd 50, sgd 50, brl 50, inr 50, gbp 30, dkk 250, nok 300, sek 300, " +
    "pln 200, ron 200, aed 200, myr 200, czk 1500, huf 17500, hkd 400, jpy 50, krw 50, mxn 1000, thb 1000"
  )
    .split(", ")
    .map((entry) => [entry.slice(0, 3), Number(entry.slice(4))]),
);

/** A lower-case ISO code that has a known minimum. */
export function currency(): Field<string> {
  return {
    read(raw, at) {
      if (typeof raw === "string" && smallestCharge.has(raw)) return raw;
      const known = [...smallestCharge.keys()].join(", ");
      const given = typeof raw === "string" ? raw.slice(0, 20) : "{...}";
      throw invalid(`Invalid currency: ${given}. This account supports these currencies: ${known}`, { param: at });
    },
  };
}

/** Refuses a sum between nothing and the currency's minimum. */
export function refuseTooSmall(amount: number, code: string): void {
  const smallest = smallestCharge.get(code) ?? 0;
  if (amount === 0 || amount >= smallest) return;
  const message = `The Checkout Session's total amount due must add up to at least ${money(smallest, code)}`;
  throw invalid(message, { code: "amount_too_small" });
}

/** An amount in Stripe's English, `€0.50 eur`. */
export function money(amount: number, code: string): string {
  const format = new Intl.NumberFormat("en", { style: "currency", currency: code });
  return `${format.format(major(amount, code))} ${code}`;
}

/** Minor units as a number of whole units, for display only. */
export function major(amount: number, code: string): number {
  return code === "jpy" || code === "krw" ? amount : amount / 100;
}
