/** What a person is told when the orders are read: how many, what was left out, and what would include it. */
import { sentence } from "#core/exports/found-export.ts";
import type { RowPlan } from "./row-plan.ts";
import type { PassResult } from "./write-rows.ts";
import type { ReadRequest } from "./writing.ts";

/** Lines for the error output. */
export function summary(request: ReadRequest, plan: RowPlan, result: PassResult): readonly string[] {
  const { counts, reading } = result;
  return [
    `${written(request, plan, result)}${request.out === "-" ? "" : `: ${request.out}`}`,
    ...(plan.view === "raw" ? [] : ordersLeftOut(request, plan, result)),
    ...(counts["no order"] > 0 ? [`Left out: ${many(counts["no order"], "item")} without orderId.`] : []),
    ...(result.misfits > 0
      ? [`Left empty: ${many(result.misfits, "value")} that no column of this kind can hold; csv and jsonl have them.`]
      : []),
    ...(result.cut > 0
      ? [`Cut short: ${many(result.cut, "text")} of more than the 32,767 characters of a cell; csv and jsonl have all.`]
      : []),
    ...reading.warnings.map((finding) => `Note: ${sentence(finding)}`),
    ...damaged(result),
  ];
}

function written(
  { plan: { view }, changes }: ReadRequest,
  { format }: RowPlan,
  { counts, rows, isSorted }: PassResult,
): string {
  const orders = view === "raw" ? many(rows, changes === true ? "change" : "item") : many(counts.chosen, "order");
  const parts =
    view === "orders" || view === "carrier" || view === "raw" ? orders : `${many(rows, "row")} from ${orders}`;
  const order =
    isSorted || format === "html" || format === "parquet" ? "" : ", in the export's order (too many to sort)";
  return `${parts}${order}`;
}

function ordersLeftOut(request: ReadRequest, plan: RowPlan, { counts }: PassResult): readonly string[] {
  const lines: string[] = [];
  if (counts.test > 0) {
    if (plan.selection.testOrders !== true) {
      lines.push(`Left out: ${many(counts.test, "test order")}, paid with test money. --test-orders includes them.`);
    } else if (request.plan.selection.testOrders !== true) {
      lines.push("All orders of this export are test orders, paid with test money, so they are included.");
    }
  }
  if (counts.refused > 0 && plan.selection.refusals !== true) {
    lines.push(
      `Left out: ${many(counts.refused, "refused order")}, never made (sold out, price changed). --refused includes them.`,
    );
  }
  return lines;
}

function damaged({ reading: { findings, leftOut } }: PassResult): readonly string[] {
  if (leftOut.findings === 0) return [];
  const told = findings.slice(0, 20).map((finding) => `Left out: ${sentence(finding)}`);
  const more = leftOut.findings - told.length;
  return [
    ...told,
    ...(more > 0 ? [`… and ${more} more of that kind.`] : []),
    `Damage found: ${leftOut.findings.toLocaleString("en")}; missing of what the manifests promise: ${many(leftOut.items, "item")}.`,
  ];
}

const many = (count: number, noun: string): string => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
