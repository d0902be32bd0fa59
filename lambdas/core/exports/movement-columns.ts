/** The accountant's table: one row for each movement of money, tax by rate in columns of its own. */
import { type Column, column, type View } from "./column.ts";
import { Item, type ItemValue } from "./item.ts";
import { type Movement, movementsOf } from "./movement.ts";
import { its } from "./order-attributes.ts";
import { mapsOf, textOf, wholeOf } from "./read-item.ts";
import { timeIn } from "./table-time.ts";

/** One row for each movement; "FR 20" names a rate that has columns from the start. */
export function movementView(rates: readonly string[]): View {
  const sorted = [...rates].sort(byRate);
  const known = new Set(sorted);
  return {
    columns: [...before, ...sorted.flatMap(rateColumns), ...behind],
    rowsOf: (order) => movementsOf(order).map(rowOf),
    currencyOf: (row) => textOf(row.get(its.currency)) ?? "",
    timeOf: (row) => timeIn(row, its.at),
    surplusOf: (row) =>
      mapsOf(row.get("taxes"))
        .map(rateOf)
        .filter((name) => !known.has(name)),
    extendedBy: (surplus) => movementView([...new Set([...rates, ...surplus])]),
  };
}

/** "FR 20": whose tax, and how many percent. */
export const rateName = (country: string, percent: number): string => `${country} ${percent}`.trim();

const before: readonly Column[] = [
  movementColumn("date", ["Date", "Date"], "at", "time"),
  movementColumn("movement", ["Mouvement", "Movement"]),
  movementColumn("kind", ["Type", "Type"], "kind", "word"),
  movementColumn("orderId", ["Commande", "Order"]),
  movementColumn("amount", ["Montant TTC", "Amount"], "amount", "money"),
  column("netAmount", ["Montant HT", "Net amount"], netOf, { kind: "money" }),
  column("tax", ["TVA", "Tax"], taxOf, { kind: "money" }),
  movementColumn("currency", ["Devise", "Currency"]),
];

const behind: readonly Column[] = [
  movementColumn("paymentProvider", ["Prestataire de paiement", "Payment provider"]),
  movementColumn("reference", ["Référence", "Reference"]),
  movementColumn("pageId", ["Page", "Page"]),
  movementColumn("livemode", ["Argent réel", "Real money"], "livemode", "yes"),
  movementColumn("note", ["Remarque", "Note"]),
];

function movementColumn(
  name: string,
  label: readonly [string, string],
  from: keyof Movement = name as keyof Movement,
  kind: Column["kind"] = "text",
): Column {
  return column(name, label, [from], { kind });
}

function rateColumns(name: string): readonly Column[] {
  const id = name.replace(" ", "").replaceAll(".", "_");
  const find = (row: Item): Item | undefined => mapsOf(row.get("taxes")).find((share) => rateOf(share) === name);
  const inFrench = name.replace(".", ",");
  return [
    column(`base${id}`, [`Base ${inFrench} %`, `Base ${name}%`], (row) => find(row)?.get("base"), { kind: "money" }),
    column(`tax${id}`, [`TVA ${inFrench} %`, `Tax ${name}%`], (row) => find(row)?.get("tax"), { kind: "money" }),
  ];
}

/** By country, the highest rate first. */
function byRate(one: string, other: string): number {
  const [oneCountry, oneRate] = split(one);
  const [otherCountry, otherRate] = split(other);
  if (oneCountry !== otherCountry) return oneCountry < otherCountry ? -1 : 1;
  return otherRate - oneRate;
}

function split(name: string): readonly [country: string, rate: number] {
  const at = name.lastIndexOf(" ");
  return [name.slice(0, Math.max(at, 0)), Number(name.slice(at + 1))];
}

/** The tax of a whole movement. */
function taxOf(row: Item): ItemValue | undefined {
  const taxes = mapsOf(row.get("taxes"));
  return taxes.length === 0 ? undefined : taxes.reduce((all, share) => all + (wholeOf(share.get("tax")) ?? 0), 0);
}

function netOf(row: Item): ItemValue | undefined {
  const amount = wholeOf(row.get("amount"));
  return amount === undefined ? undefined : amount - (wholeOf(taxOf(row)) ?? 0);
}

const rateOf = (share: Item): string => rateName(textOf(share.get("country")) ?? "", Number(share.get("rate")));

/** A movement as a row: an item without the attributes that are not known. */
const rowOf = ({ taxes, ...movement }: Movement): Item =>
  Item.of({ ...movement, taxes: taxes.map((share) => Item.of(share)) });
