/** What a payment partner says of one attempt at this moment; whatever an event said before, this is the truth. */
import type { PostalAddress } from "../conversation/speech.ts";
import type { Order } from "../orders/order.ts";

export interface PaymentReport {
  /** `cs_…`. */
  readonly sessionId: string;
  /** The order it names, as it was given; absent for a session that is not ours. */
  readonly reference?: string;
  readonly livemode: boolean;
  /**
   * `open`: can still be paid. `expired`: can not. `pending`: completed, the bank takes its time. `failed`: completed, the
   * bank said no. `paid`: the money is there.
   */
  readonly standing: "open" | "expired" | "pending" | "failed" | "paid";
  /** Minor units. */
  readonly amount: number;
  /** ISO 4217, upper case. */
  readonly currency: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
  /** Where it can be paid, while open; with its fragment. */
  readonly url?: string;
  /** `pi_…`. */
  readonly paymentReference?: string;
  /** "Visa 4242". */
  readonly paymentMethod?: string;
  /** What the partner keeps of the payment, in minor units of its own currency; absent until it is known. */
  readonly fee?: { readonly amount: number; readonly currency: string };
  /** Why the last card was refused. */
  readonly declineCode?: string;
  readonly customer: PaymentCustomer;
}

/** What the shopper entered at the payment partner's, cut to sane lengths. */
export interface PaymentCustomer {
  readonly customerFirstName?: string;
  readonly customerLastName?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly shippingAddress?: PostalAddress;
}

/** Whether a report speaks of this order, and of the same kind of money. */
export const concerns = (report: PaymentReport, order: Order): boolean =>
  report.reference === order.orderId && report.livemode === order.livemode;
