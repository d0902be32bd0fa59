/** A payment partner with a payment page of its own. Every method throws a WorldFailure when it cannot answer. */
import type { Order, PaymentAttempt, Refund } from "#core/orders/order.ts";
import type { PaymentReport } from "#core/payments/report.ts";

export interface Checkout {
  /** Whether the money is real. */
  livemode(): Promise<boolean>;
  /**
   * Opens the attempt's payment page, or finds it again: the same attempt is the same page however often it is asked
   * for. `refused`: it cannot be opened, now or later, and has never been.
   */
  open(
    order: Order,
    attempt: PaymentAttempt,
    returnTo: ReturnAddresses,
  ): Promise<PaymentReport | { readonly refused: Error }>;
  /** How a session stands now; nothing if the partner knows none of this id. */
  read(sessionId: string): Promise<PaymentReport | undefined>;
  /** How the session of a payment stands now. */
  readByPayment(paymentReference: string): Promise<PaymentReport | undefined>;
  /** Makes an open session unpayable, and tells how it stands afterwards: it may have been paid meanwhile. */
  close(sessionId: string): Promise<PaymentReport | undefined>;
  /** Gives money back, once for the order and purpose; the refund's reference. Unprocessable if the partner refuses. */
  refund(order: Order, refund: Refund, purpose: "late"): Promise<string>;
}

/** Where the shopper comes back to. */
export interface ReturnAddresses {
  readonly done: string;
  readonly back: string;
  /** The shop's own address, for pictures. */
  readonly publicUrl: string;
}
