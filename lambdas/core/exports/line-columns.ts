/** An order's lines as rows of their own, each with what is needed of its order. */
import { type Column, type ColumnKind, column, type View, viewOf } from "./column.ts";
import type { Item, ItemValue } from "./item.ts";
import { its } from "./order-attributes.ts";
import { orderView } from "./order-columns.ts";
import { mapOf, mapsOf, textOf } from "./read-item.ts";
import { timeIn } from "./table-time.ts";

/** Under this name a line's row keeps its order; no attribute of a line has it. */
const orderKey = "\u0000order";

const columns: readonly Column[] = [
  ofOrder("orderId"),
  ofLine("lineId", ["Ligne", "Line"]),
  ofOrder("placedAt"),
  ofOrder("status"),
  ofOrder("paymentStatus"),
  ofLine("sku", ["Référence", "SKU"]),
  ofLine("title", ["Article", "Article"]),
  ofLine("options", ["Variante", "Options"]),
  ofLine("quantity", ["Quantité", "Quantity"], "whole"),
  ofLine("unitPrice", ["Prix unitaire", "Unit price"], "money"),
  ofLine("discount", ["Remise", "Discount"], "money"),
  ofLine("taxRate", ["Taux de TVA", "Tax rate"], "number"),
  ofLine("tax", ["TVA", "Tax"], "money"),
  ofLine("total", ["Total de la ligne", "Line total"], "money"),
  ofOrder("currency"),
  ofOrder("pricesIncludeTax"),
  ofLine("weightGrams", ["Poids d’une pièce (g)", "Weight of a piece (g)"], "whole"),
  ofOrder("paidAt"),
  ofOrder("shippingCountry"),
  ofOrder("sourceKind"),
  ofOrder("sourceRef"),
  ofOrder("pageId"),
  ofOrder("locale"),
  ofOrder("livemode"),
];

const attributesOfLines =
  "lineId sku title options quantity unitPrice discount taxRate tax total weightGrams counted picture".split(" ");

/** One row for each line. */
export const lineView: View = viewOf(
  {
    columns,
    rowsOf: (order) => mapsOf(order.get(its.lines)).map((line) => line.with(orderKey, order)),
    currencyOf: (row) => textOf(orderOf(row)?.get(its.currency)) ?? "",
    timeOf: (row) => timeIn(orderOf(row), its.placedAt),
  },
  [orderKey, ...attributesOfLines],
);

function orderOf(row: Item): Item | undefined {
  return mapOf(row.get(orderKey));
}

function ofOrder(name: string) {
  const own = orderView.columns.find((each) => each.name === name);
  if (!own) throw new RangeError(`orders have no column ${name}`);
  const read = (row: Item): ItemValue | undefined => {
    const order = orderOf(row);
    return order && own.read(order);
  };
  const { label, kind, personal } = own;
  return column(name, [label.fr, label.en], read, { kind, personal });
}

function ofLine(name: string, label: readonly [string, string], kind: ColumnKind = "text") {
  return column(name, label, [name], { kind });
}
