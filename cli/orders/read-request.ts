/** The words of `orders read` as what is to be read and written; a wrong one is said with what would be right. */
import { BadRequest } from "#cli/command.ts";
import { listed, oneOf, readOptions } from "#cli/options.ts";
import type { Terminal } from "#cli/terminal.ts";
import type { LocalClock } from "#core/exports/local-clock.ts";
import type { Selection } from "#core/exports/selection.ts";
import { orderStatuses, paymentStatuses } from "#core/orders/order.ts";
import { isPageId, isSku } from "#core/values/ids.ts";
import type { Instant } from "#core/values/instant.ts";
import { dayFrom } from "./days.ts";
import type { ViewName } from "./row-plan.ts";
import { onePlace, type ReadRequest, writingOf, writingOptions } from "./writing.ts";

const options = {
  since: { type: "string" },
  until: { type: "string" },
  status: { type: "string", multiple: true },
  page: { type: "string", multiple: true },
  sku: { type: "string", multiple: true },
  lines: { type: "boolean" },
  for: { type: "string" },
  "test-orders": { type: "boolean" },
  refused: { type: "boolean" },
  ...writingOptions,
} as const;

/** What is asked for; throws BadRequest. `now` is for "today" and "yesterday". */
export function readRequest(args: readonly string[], terminal: Terminal, now: Instant): ReadRequest {
  const { values, words } = readOptions(args, options);
  const where = onePlace(words, "orders read");
  const { plan, clock, shop, ...writing } = writingOf(values, terminal, values.for);
  const view = viewOf(values.for, values.lines === true);
  const selection = { ...period(values, clock, now), ...chosen(values) };
  const surplus = view === "accountant" && shop.usualTax !== undefined ? [shop.usualTax] : [];
  return { where, ...writing, plan: { ...plan, view, selection, surplus } };
}

type Values = ReturnType<typeof readOptions<typeof options>>["values"];

/** What orders are asked for, but for their time. */
function chosen(values: Values): Selection {
  const pages = listed(values.page).map((page) => check(page, isPageId, "--page", "a Page's id is a row of digits"));
  const skus = listed(values.sku).map((sku) => check(sku, isSku, "--sku", "a SKU is of letters, digits, - _ and ."));
  const statuses = listed(values.status).map((status) =>
    oneOf("--status", status, [...orderStatuses, ...paymentStatuses]),
  );
  return {
    ...(statuses.length > 0 && { statuses }),
    ...(pages.length > 0 && { pages }),
    ...(skus.length > 0 && { skus }),
    ...(values["test-orders"] === true && { testOrders: true }),
    ...(values.refused === true && { refusals: true }),
  };
}

function viewOf(preset: string | undefined, isLines: boolean): ViewName {
  if (preset === undefined) return isLines ? "lines" : "orders";
  if (isLines) throw new BadRequest(`--lines and --for ${preset}: one of them, the presets have rows of their own.`);
  const name = oneOf("--for", preset, ["accountant", "carrier", "packing"]);
  return name === "packing" ? "carrier" : name;
}

/** From the first moment of one day to before the first moment after another; throws BadRequest. */
export function period(
  { since, until }: { readonly since?: string | undefined; readonly until?: string | undefined },
  clock: LocalClock,
  now: Instant,
): Pick<Selection, "since" | "until"> {
  const from = since === undefined ? undefined : dayFrom("--since", since, { clock, now }).start;
  const to = until === undefined ? undefined : dayFrom("--until", until, { clock, now }).end;
  if (from !== undefined && to !== undefined && from >= to) {
    throw new BadRequest(`--since ${since} --until ${until}: the first lies behind the second.`);
  }
  return { ...(from !== undefined && { since: from }), ...(to !== undefined && { until: to }) };
}

function check<Name extends string>(
  text: string,
  is: (text: string) => text is Name,
  option: string,
  rule: string,
): Name {
  if (is(text)) return text;
  throw new BadRequest(`${option} ${text}: ${rule}.`);
}
