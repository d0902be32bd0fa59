import { describe, expect, it } from "vitest";
import { advance, goodsLifeCycle, type LifeCycle, moneyLifeCycle } from "#core/orders/life-cycle.ts";
import { anOrder } from "#test/support/orders.ts";
import { chartOf, faultsOf } from "./life-cycle-table.ts";

describe("the tables of the life cycle", () => {
  it("are sound", () => {
    expect(faultsOf(goodsLifeCycle)).toEqual([]);
    expect(faultsOf(moneyLifeCycle)).toEqual([]);
  });

  it("are drawn in the docs as they are", async () => {
    await expect(document()).toMatchFileSnapshot("../../../docs/order-life-cycle.md");
  });

  it("let no money come back to unpaid once it was there", () => {
    const after = (status: string) => moneyLifeCycle.transitions.filter((step) => step.from === status);
    for (const status of ["paid", "partly-refunded", "refunded"]) {
      expect(after(status).map((step) => step.to)).not.toContain("unpaid");
      expect(after(status).map((step) => step.to)).not.toContain("pending");
    }
  });
});

describe("the validator of a table", () => {
  const sound: LifeCycle<"a" | "b"> = {
    statuses: ["a", "b"],
    start: "a",
    ends: ["b"],
    transitions: [{ from: "a", to: "b", when: "it happens" }],
  };

  it.each<[string, LifeCycle<string>]>([
    ["c is no status", { ...sound, transitions: [...sound.transitions, { from: "a", to: "c", when: "x" }] }],
    ["a leads to itself", { ...sound, transitions: [...sound.transitions, { from: "a", to: "a", when: "x" }] }],
    ["a -> b has no cause", { ...sound, transitions: [{ from: "a", to: "b", when: "" }] }],
    ["a -> b is there twice", { ...sound, transitions: [...sound.transitions, ...sound.transitions] }],
    ["c is never reached", { ...sound, statuses: ["a", "b", "c"], ends: ["b", "c"] }],
    ["b has no way on", { ...sound, ends: [] }],
    ["a is an end with a way on", { ...sound, ends: ["a", "b"] }],
  ])("says that %s", (fault, cycle) => {
    expect(faultsOf(cycle)).toEqual([fault]);
  });
});

describe("an order", () => {
  it("moves along the tables", () => {
    const paid = advance(anOrder(), { status: "to-ship", paymentStatus: "paid" });
    expect([paid.status, paid.paymentStatus]).toEqual(["to-ship", "paid"]);
  });

  it("refuses a step that the tables do not know", () => {
    expect(() => advance(anOrder(), { status: "delivered" })).toThrow(
      new RangeError("an order cannot go from awaiting-payment to delivered"),
    );
    expect(() => advance(anOrder(), { paymentStatus: "refunded" })).toThrow(RangeError);
  });
});

const document = (): string => `# The life of an order

Two tables say where an order may go: one for its goods (\`status\`), one for its money (\`paymentStatus\`). They never share
a field: a partly refunded order may still have to ship. Both stand in
[\`lambdas/core/orders/life-cycle.ts\`](../lambdas/core/orders/life-cycle.ts); this page is drawn from them by
[its test](../test/core/orders/life-cycle.test.ts) (\`npx vitest run --project unit test/core/orders/life-cycle.test.ts -u\`
draws it anew).

## Where the goods stand

\`\`\`mermaid
${chartOf(goodsLifeCycle)}
\`\`\`

## Where the money stands

\`\`\`mermaid
${chartOf(moneyLifeCycle)}
\`\`\`

## What moves with it

| when                                                                                   | stock                                 | told in the conversation                   |
| -------------------------------------------------------------------------------------- | ------------------------------------- | ------------------------------------------ |
| the order is placed                                                                    | available → reserved                  | the Pay button                             |
| it is refused (sold out, price changed, not for sale, too little to be paid, too late) | nothing                               | why, and the cart again                    |
| a card is declined                                                                     | nothing                               | once for each payment page                 |
| the bank takes its time                                                                | stays reserved, asked again every day | that it takes time                         |
| the bank says no                                                                       | stays reserved for another hour       | that another try is possible               |
| the payment arrives                                                                    | reserved → sold                       | confirmation and receipt                   |
| a different amount arrives                                                             | reserved → sold, marked for \`review\`  | that a person looks at it                  |
| it is cancelled, or its time to pay is over                                            | reserved → available                  | that nothing was charged                   |
| a cancellation comes too late (after ten minutes), or is given up                      | nothing                               | that it stands, with the Pay button        |
| a payment arrives after that, the goods are still there                                | available → sold                      | confirmation and receipt                   |
| a payment arrives after that, the goods are gone                                       | nothing                               | that the money goes back, and that it went |

News of the payment partner comes late, twice and out of order. Each piece of news makes the worker ask how the payment
stands now, and only that answer moves the order, so any order of events ends in the same state.
`;
