/** The end of a Checkout Session: it keeps what the buyer gave, loses its address and says so. */
import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { newId } from "../account/ids.ts";
import type { StoredSession } from "../account/stored.ts";
import type { Buyer } from "./buyer.ts";

/** Closes the session as complete; gives the id of the event. */
export function completeSession(
  account: Account,
  session: StoredSession,
  buyer: Buyer,
  paymentStatus: "paid" | "unpaid" | "no_payment_required",
): string {
  session.status = "complete";
  session.payment_status = paymentStatus;
  session.url = null;
  if (session.customer_creation === "always") session.customer = newId("cus");
  session.customer_details = detailsOf(buyer);
  session.collected_information = {
    business_name: null,
    individual_name: null,
    shipping_details: buyer.shipping === null ? null : { address: buyer.shipping.address, name: buyer.shipping.name },
  };
  if (session.consent_collection?.terms_of_service === "required") {
    session.consent = { promotions: null, terms_of_service: "accepted" };
  }
  return account.emit("checkout.session.completed", session);
}

function detailsOf(buyer: Buyer): Stripe.Checkout.Session.CustomerDetails {
  return {
    address: buyer.shipping?.address ?? null,
    business_name: null,
    email: buyer.email,
    individual_name: null,
    name: buyer.name,
    phone: buyer.phone,
    tax_exempt: "none",
    tax_ids: [],
  };
}
