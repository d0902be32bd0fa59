import { describe, expect, it } from "vitest";
import { usualDecimals } from "#adapters/exports/parquet-columns.ts";
import { attributeChooser } from "#adapters/exports/reading.ts";
import { attributesFor, type RowPlan } from "#cli/orders/row-plan.ts";
import { wantedAttributes } from "#cli/report/make-figures.ts";
import { addOrder } from "#core/exports/add-order.ts";
import { carrierView } from "#core/exports/carrier-columns.ts";
import type { View } from "#core/exports/column.ts";
import { csvDialects } from "#core/exports/csv.ts";
import { noFigures } from "#core/exports/figures.ts";
import { type Attribute, Item } from "#core/exports/item.ts";
import { localClock } from "#core/exports/local-clock.ts";
import { movementView } from "#core/exports/movement-columns.ts";
import { packingSlip } from "#core/exports/packing-slip.ts";
import { orderChooser, standingOf } from "#core/exports/selection.ts";
import { itemOf } from "#test/support/items.ts";
import { anOrder } from "#test/support/orders.ts";

const paid = {
  ...anOrder(),
  livemode: true,
  status: "to-ship",
  paymentStatus: "paid",
  paidAt: "2026-11-21T09:10:00.000Z",
};
/** Each has something that the others do not make anybody ask for. */
const orders: readonly object[] = [
  { ...paid, paymentFee: 123, refunds: [{ at: paid.paidAt, amount: 1, reason: "" }] },
  { ...paid, history: [{ what: "paid-differently", at: paid.paidAt, detail: { twice: "pi_2", paid: "1 EUR" } }] },
  { ...paid, status: "expired", paymentStatus: "unpaid", paidAt: undefined },
  { ...paid, shippingAddress: undefined, deliveryService: undefined },
];

describe("what is read of an order", () => {
  it.each([
    ["accountant", movementView([])],
    ["carrier", carrierView],
  ] as const)("is all that the rows for the %s are made of", (name, view) => {
    const asked = askedOf((order) => {
      standingOf(order);
      orderChooser({ statuses: ["to-ship", "paid"], pages: [anOrder().pageId] })(order);
      readRows(order, view);
      if (name === "carrier") packingSlip(order, plan);
    });
    expect(asked.length).toBeGreaterThan(10);
    const isRead = attributeChooser(attributesFor({ ...plan, view: name }));
    expect(asked.filter((each) => !isRead(each))).toEqual([]);
  });

  it("is all that the report's figures are made of", () => {
    const asked = askedOf((order) => addOrder(noFigures(), order, { clock: localClock("Europe/Paris") }));
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter((each) => !wantedAttributes.includes(each))).toEqual([]);
  });
});

const plan: RowPlan = {
  view: "orders",
  format: "csv",
  dialect: csvDialects.international,
  people: "en",
  timeZone: "Europe/Paris",
  selection: {},
  shopName: undefined,
  decimals: usualDecimals,
  surplus: [],
};

function readRows(order: Item, view: View): void {
  for (const row of view.rowsOf(order)) {
    view.currencyOf(row);
    view.timeOf(row);
    for (const column of view.columns) column.read(row);
  }
}

/** The attributes that something asks orders for. */
function askedOf(use: (order: Item) => void): readonly string[] {
  const asked = new Set<string>();
  class WatchedItem extends Item {
    override indexOf(attribute: string | Attribute): number {
      asked.add(typeof attribute === "string" ? attribute : attribute.name);
      return super.indexOf(attribute);
    }
  }
  for (const { shape, source, from } of orders.map(itemOf)) use(new WatchedItem(shape, source, from));
  return [...asked];
}
