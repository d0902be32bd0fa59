/** `expand[]`: puts whole objects in the place of their ids. */
import type { Account } from "../account/account.ts";
import { listObject } from "./list.ts";
import { invalid, notSupported } from "./refusal.ts";

/** Properties that Stripe can expand somewhere; anything else cannot be. */
const links = new Set(
  "application balance_transaction charge customer data invoice latest_charge line_items on_behalf_of payment_intent payment_link payment_method product refunds review setup_intent shipping_cost shipping_rate source subscription".split(
    " ",
  ),
);

/** Refuses a path that the operation does not offer. */
export function refuseUnexpandable(paths: readonly string[], expandable: readonly string[]): void {
  for (const path of paths) {
    if (expandable.includes(path)) continue;
    const stranger = path.split(".").find((part) => !links.has(part));
    if (stranger === undefined) throw notSupported(`Expanding \`${path}\` here`, "expand");
    throw invalid(`This property cannot be expanded (${stranger}).`, { param: "expand" });
  }
}

/** A copy of an object with the paths filled in. */
export function expanded(account: Account, object: object, paths: readonly string[]): object {
  const copy = structuredClone(object);
  for (const path of [...paths].sort()) fill(account, copy, path.split("."));
  return copy;
}

function fill(account: Account, target: object, [name, ...rest]: readonly string[]): void {
  if (name === undefined) return;
  const fields = target as Record<string, unknown>;
  if (name === "data" && Array.isArray(fields["data"])) {
    for (const entry of fields["data"]) fill(account, Object(entry) as object, rest);
    return;
  }
  const value = name === "line_items" ? lineItemsOf(account, fields) : fields[name];
  fields[name] = typeof value === "string" ? structuredClone(linked(account, value)) : value;
  if (typeof fields[name] === "object" && fields[name] !== null) fill(account, fields[name], rest);
}

function linked(account: Account, id: string): object | string {
  const { intents, charges, balanceTransactions, refunds, secrets } = account.store;
  const rates = Object.values(secrets).flatMap((secret) => secret.shippingRates);
  return (
    intents[id] ?? charges[id] ?? balanceTransactions[id] ?? refunds[id] ?? rates.find((rate) => rate.id === id) ?? id
  );
}

function lineItemsOf(account: Account, session: Record<string, unknown>): object {
  const id = String(session["id"]);
  const items = account.store.secrets[id]?.lineItems ?? [];
  return listObject(items.slice(0, 10), `/v1/checkout/sessions/${id}/line_items`, items.length > 10);
}
