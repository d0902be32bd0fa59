import * as fc from "fast-check";
import { expect, it } from "vitest";
import { checkSend } from "#local/messenger/check-message.ts";
import { GraphRefusal } from "#local/messenger/graph-error.ts";
import { wireJson } from "#local/messenger/signature.ts";

it("writes any JSON in plain ASCII that reads as the same JSON", () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
      const bytes = wireJson(value);
      expect(bytes).toMatch(/^[\x20-\x7f]*$/);
      expect(JSON.parse(bytes)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

const words = fc.oneof(fc.string({ unit: "grapheme", maxLength: 30 }), fc.jsonValue());
const template = fc.record(
  {
    template_type: fc.oneof(fc.constantFrom("button", "generic", "receipt"), words),
    text: words,
    elements: fc.oneof(fc.array(fc.record({ title: words, price: words, buttons: words })), words),
    buttons: fc.oneof(
      fc.array(fc.record({ type: fc.constantFrom("postback", "web_url"), title: words, url: words })),
      words,
    ),
    summary: fc.oneof(fc.record({ total_cost: words }), words),
  },
  { requiredKeys: [] },
);
const parameters = fc.record(
  {
    recipient: fc.oneof(fc.record({ id: fc.constantFrom("1", 1, "x") }), words),
    messaging_type: fc.oneof(fc.constantFrom("RESPONSE", "UPDATE", "MESSAGE_TAG"), words),
    tag: words,
    sender_action: fc.oneof(fc.constantFrom("typing_on"), words),
    message: fc.oneof(
      fc.record({ text: words, quick_replies: words, metadata: words }, { requiredKeys: [] }),
      fc.record({ attachment: fc.record({ type: fc.constant("template"), payload: template }) }),
      words,
    ),
  },
  { requiredKeys: [] },
);

it("answers whatever is sent with a message or with Meta's own kind of error", () => {
  fc.assert(
    fc.property(parameters, (request) => {
      expect(outcome(request)).toMatch(/^(message|action|\(#10?0?\) .+)$/s);
    }),
    { numRuns: 1000 },
  );
});

/** The kind of an accepted request or the refusal's message; any other error is a fault of the check. */
function outcome(request: Readonly<Record<string, unknown>>): string {
  try {
    return checkSend(request).kind;
  } catch (error) {
    if (error instanceof GraphRefusal) return error.message;
    throw error;
  }
}
