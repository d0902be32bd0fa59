/** The pay link: on to the payment page while the order can be paid, otherwise what became of it. */
import type { PageAnswer } from "#adapters/web/page.ts";
import { isUnpaid } from "#core/orders/close.ts";
import type { Order } from "#core/orders/order.ts";
import { liveAttempt } from "#core/payments/attempt.ts";
import type { PayToken } from "#core/values/ids.ts";
import type { Locale } from "#core/values/locale.ts";
import { WorldFailure } from "#ports/failures.ts";
import { errorFields, log } from "#runtime/log.ts";
import { count } from "#runtime/metrics.ts";
import { isPayable, openPayment } from "./open-payment.ts";
import type { PayDeps } from "./pay-deps.ts";
import { laterPage, type PayScene, payPage, previewPage, sceneOf, unknownPage } from "./pay-pages.ts";
import { orderOf } from "./pay-token.ts";

export interface PayRequest {
  readonly method: string;
  readonly token: string;
  /** `done` and `back`: where Stripe sends the shopper to. */
  readonly outcome?: string;
  /** How often the page has looked by itself, 0 at first. */
  readonly look: number;
  readonly userAgent: string;
  readonly language: Locale;
}

/** How often a page that waits for the bank's answer reloads, and after how many seconds. */
const looks = 8;
const secondsBetweenLooks = 3;

/** The look at which the worker is asked to ask Stripe itself: the webhook is late. */
const impatientLook = 2;

/** Programs that fetch a link to show a preview must not open a payment page by it. Cubot is a make of phones, not a bot. */
const previewers = /facebookexternalhit|facebookcatalog|meta-external|(?<!cu)bot\b|crawler|spider|preview|whatsapp/i;

/** The answer to a request; never an error: what fails is a page as well. */
export async function answerPayPage(deps: PayDeps, request: PayRequest): Promise<PageAnswer> {
  if (request.method === "HEAD" || previewers.test(request.userAgent)) return previewPage(deps, request.language);
  let found: Awaited<ReturnType<typeof orderOf>>;
  try {
    found = await orderOf(deps.orders, request.token);
    if (!found) return unknownPage(deps, request.language);
    return await answerFor(deps, request, found.order, found.token);
  } catch (error) {
    noteFailure(error, found?.order);
    return found ? payPage(deps, "unavailable", found) : laterPage(deps, request.language);
  }
}

/** A WorldFailure passes by itself; anything else is a fault in our code, which only this log line shows. */
function noteFailure(error: unknown, order: Order | undefined): void {
  const fields = { ...(order && { orderId: order.orderId }), reason: errorFields(error) };
  if (error instanceof WorldFailure) return log.warn("the pay page cannot be answered now", fields);
  log.error("the pay page cannot be answered", fields);
  count("CheckoutsRefused");
}

async function answerFor(deps: PayDeps, request: PayRequest, order: Order, token: PayToken): Promise<PageAnswer> {
  const page = (scene: PayScene, refresh?: string) =>
    payPage(deps, scene, { order, token, ...(refresh !== undefined && { refresh }) });
  switch (request.outcome) {
    case undefined:
      return await redirectOrExplain(deps, order, token);
    case "done":
      return order.paymentStatus === "unpaid" && order.status === "awaiting-payment"
        ? page("checking", await lookAgain(deps, request, order))
        : page(sceneOf(order));
    case "back":
      if (isPayable(deps, order)) return page("back");
      return mayBePaid(order) ? page("checking", refreshTo("done?look=1")) : page(sceneOf(order));
    default:
      return unknownPage(deps, request.language);
  }
}

async function redirectOrExplain(deps: PayDeps, order: Order, token: PayToken): Promise<PageAnswer> {
  const opened = await openPayment(deps, order, token);
  switch (opened.kind) {
    case "open":
      return { statusCode: 302, headers: { ...redirectHeaders, location: opened.url }, body: "" };
    case "settling":
      return checkingPage(deps, opened.order, token);
    case "refused":
      return payPage(deps, "unavailable", { order: opened.order, token });
    case "closed":
      // Payable and yet closed: too many attempts, or money of the other kind.
      if (isPayable(deps, opened.order)) return payPage(deps, "unavailable", { order: opened.order, token });
      if (mayBePaid(opened.order)) return checkingPage(deps, opened.order, token);
      return payPage(deps, sceneOf(opened.order), { order: opened.order, token });
  }
}

const checkingPage = (deps: PayDeps, order: Order, token: PayToken): PageAnswer =>
  payPage(deps, "checking", { order, token, refresh: refreshTo(`${token}/done?look=1`) });

/** Its time to pay is over, but it may have been paid at the last moment: nothing is said about money before Stripe is asked. */
const mayBePaid = (order: Order): boolean => isUnpaid(order) && liveAttempt(order) !== undefined;

const redirectHeaders = { "cache-control": "no-store", "referrer-policy": "no-referrer" };

/** Where the page looks next; a lost webhook is found by asking Stripe, once for the order's attempt. */
async function lookAgain(deps: PayDeps, request: PayRequest, order: Order): Promise<string | undefined> {
  if (request.look === impatientLook) {
    const id = `check:${order.orderId}:done:${order.attempts.length}`;
    // If this fails, the webhook or the sweep will do.
    await deps.payments.send([{ v: 1, kind: "check", id, orderId: order.orderId }]).catch((error: unknown) => {
      noteFailure(error, order);
    });
  }
  return request.look < looks ? refreshTo(`done?look=${request.look + 1}`) : undefined;
}

const refreshTo = (address: string): string => `${secondsBetweenLooks}; url=${address}`;
