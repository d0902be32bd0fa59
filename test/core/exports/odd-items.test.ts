import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addOrder } from "#core/exports/add-order.ts";
import { noFigures } from "#core/exports/figures.ts";
import { ExactNumber, ItemSet } from "#core/exports/item.ts";
import { localClock } from "#core/exports/local-clock.ts";
import { itemOf } from "#test/support/items.ts";
import { anOrder } from "#test/support/orders.ts";

const time = fc.constantFrom("2026-11-21T09:10:00Z", "2026-02-30T00:00:00Z", "+012026-01-01T00:00:00Z", "soon", "");
const word = fc.constantFrom("__proto__", "constructor", "toString", "EUR", "paid", "refused", "FR", "20", "500 EUR");

/** Names within an order's maps and lists. */
const inner = [
  ..."at amount reference what detail paid wanted twice rate base tax country sku title options".split(" "),
  ..."quantity total kind ref adId".split(" "),
] as const;

/** Any value that an attribute may have, often one that looks right. */
const { value } = fc.letrec<{ value: unknown; map: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    time,
    word,
    fc.string(),
    fc.double(),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 3 }),
    fc.constant(new ExactNumber("1e38")),
    fc.constant(new ItemSet("texts", ["a"])),
    fc.array(tie("value"), { maxLength: 3 }),
    tie("map"),
  ),
  map: fc.dictionary(fc.constantFrom(...inner, "__proto__", "x"), tie("value"), { maxKeys: 6, noNullPrototype: false }),
}));

test("whatever an order's attributes hold, it is counted or said to be left out, and nothing breaks", () => {
  const names = Object.keys({
    ...anOrder(),
    paidAt: 1,
    refunds: 1,
    review: 1,
    source: 1,
    paymentMethod: 1,
    paymentFee: 1,
  });
  const changes = fc.array(fc.tuple(fc.constantFrom(...names), value), { minLength: 1, maxLength: 8 });
  const paid = { ...anOrder(), paidAt: "2026-11-21T09:10:00Z", paymentStatus: "paid", livemode: true };
  const reckoning = { clock: localClock("Europe/Paris"), since: undefined };
  fc.assert(
    fc.property(changes, (changed) => {
      const figures = noFigures();
      addOrder(figures, itemOf({ ...paid, ...Object.fromEntries(changed) }), reckoning);
      const { live, test, others } = figures;
      const left = [live, test].flatMap((book) => [...book.leftOut.values(), book.unreadable]);
      const sold = [live, test].flatMap((book) => [...book.currencies.values()].map(({ hours }) => hours.size));
      expect([others, ...left, ...sold].some((count) => count > 0)).toBe(true);
      for (const { currencies } of [live, test])
        for (const { hours } of currencies.values())
          for (const [hour, takings] of hours) {
            expect(hour).toMatch(/^\d{4}-\d\d-\d\d \d\d$/);
            const amounts: readonly number[] = Object.values(takings);
            expect(Math.max(...amounts)).toBeLessThan(1e14);
            expect(amounts.every(Number.isSafeInteger)).toBe(true);
          }
    }),
    { numRuns: 3000 },
  );
});
