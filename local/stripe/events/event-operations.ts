/** The calls about events: what a shop asks when it wonders what it missed. */
import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import type { StoredEvent } from "../account/stored.ts";
import { type Field, flag, integer, text } from "../api/field.ts";
import { page, paging } from "../api/list.ts";
import { listOf, object } from "../api/object-field.ts";
import { type Operation, operation } from "../api/operation.ts";
import { invalid, noSuch } from "../api/refusal.ts";
import { fitsType } from "../control/faults.ts";
import { eventObject } from "./event.ts";

const time = integer({ min: 0, max: 99_999_999_999 });
const range = object<Stripe.RangeQueryParam>({ gt: time, gte: time, lt: time, lte: time });

const created: Field<Stripe.RangeQueryParam | number> = {
  read: (raw, at) => (typeof raw === "string" ? time.read(raw, at) : range.read(raw, at)),
};

const listParameters = object<Stripe.EventListParams>({
  ...paging,
  created,
  delivery_success: flag(),
  expand: listOf(text(), 20),
  type: text(),
  types: listOf(text(), 20),
});

/** `/v1/events…` */
export const eventOperations: readonly Operation[] = [
  operation("GET /v1/events", listParameters, [], (account, params) => {
    if (params.type !== undefined && params.types !== undefined) {
      throw invalid("You may only specify one of these parameters: type, types.", { param: "type" });
    }
    return () => page(matching(account, params).map(eventObject), params, "/v1/events");
  }),
  operation(
    "GET /v1/events/:id",
    object<Stripe.EventRetrieveParams>({ expand: listOf(text(), 20) }),
    [],
    (account, _params, id) => {
      const event = account.store.events[id];
      if (event === undefined) throw noSuch("event", id);
      return () => eventObject(event);
    },
  ),
];

function matching(account: Account, params: Stripe.EventListParams): readonly StoredEvent[] {
  const wanted = params.types ?? (params.type === undefined ? undefined : [params.type]);
  return Object.values(account.store.events)
    .filter((event) => wanted === undefined || wanted.some((type) => fitsType(event.type, type)))
    .filter((event) => inRange(event.created, params.created))
    .filter((event) => params.delivery_success === undefined || event.delivered === params.delivery_success)
    .toReversed();
}

function inRange(at: number, range: Stripe.RangeQueryParam | number | undefined): boolean {
  if (range === undefined) return true;
  if (typeof range === "number") return at === range;
  const { gt = -1, gte = 0, lt = Number.POSITIVE_INFINITY, lte = Number.POSITIVE_INFINITY } = range;
  return at > gt && at >= gte && at < lt && at <= lte;
}
