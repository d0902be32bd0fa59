import { SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { conversationOutlet, paymentsOutlet, queueId } from "#adapters/sqs/outlet.ts";
import type { ShopperInput } from "#core/conversation/input.ts";
import type { Check, StripeEvent } from "#core/payments/message.ts";
import { inputId, type OrderId, type PageId, type Psid } from "#core/values/ids.ts";
import { instant } from "#core/values/instant.ts";
import { WorldFailure } from "#ports/failures.ts";
import { type RecordedAws, recordAws } from "./recorded-aws.ts";

let aws: RecordedAws;
let client: SQSClient;
let url: string;
beforeAll(async () => {
  aws = await recordAws();
  client = new SQSClient({ maxAttempts: 1 });
  url = `${aws.url}/0/queue.fifo`;
});
afterAll(() => aws.stop());
beforeEach(() => {
  aws.calls.length = 0;
  aws.answer = () => undefined;
});

const said = (id: string, text = "bonjour", psid = "7001"): ShopperInput => ({
  v: 1,
  kind: "shopper-input",
  id: inputId(id),
  pageId: "100000000000001" as PageId,
  psid: psid as Psid,
  at: instant(1763000000000),
  input: { kind: "text", text },
});

interface Entry {
  readonly MessageBody: string;
  readonly MessageGroupId: string;
  readonly MessageDeduplicationId: string;
}
const sent = (): readonly (readonly Entry[])[] => aws.calls.map((call) => call.input["Entries"] as Entry[]);

describe("an outlet", () => {
  it("sends ten at a time, in order, in the shopper's group and under the message's id", async () => {
    await conversationOutlet(client, url).send(Array.from({ length: 23 }, (_, index) => said(`m_${index}`)));
    expect(sent().map((batch) => batch.length)).toEqual([10, 10, 3]);
    expect(
      sent()
        .flat()
        .map((entry) => entry.MessageDeduplicationId),
    ).toEqual(Array.from({ length: 23 }, (_, index) => `m_${index}`));
    expect(new Set(sent().flatMap((batch) => batch.map((entry) => entry.MessageGroupId)))).toEqual(
      new Set(["100000000000001:7001"]),
    );
    expect(JSON.parse(sent()[0]?.[0]?.MessageBody ?? "")).toEqual(said("m_0"));
  });

  it("sends nothing for nothing", async () => {
    await conversationOutlet(client, url).send([]);
    expect(aws.calls).toEqual([]);
  });

  it("keeps each batch within the mebibyte that SQS takes", async () => {
    await conversationOutlet(client, url).send(
      Array.from({ length: 5 }, (_, index) => said(`m_${index}`, "x".repeat(400_000))),
    );
    expect(sent().map((batch) => batch.length)).toEqual([2, 2, 1]);
  });

  it("writes what XML cannot hold, which SQS refuses, as escapes that read the same", async () => {
    const text = "\u0000\u0008 \ufffe\uffff \ud83d é 😀";
    await conversationOutlet(client, url).send([said("m_1", text)]);
    const body = sent()[0]?.[0]?.MessageBody ?? "";
    expect(body).not.toMatch(/[\ud800-\udfff\ufffe\uffff]/);
    expect(JSON.parse(body)).toEqual(said("m_1", text));
  });

  it("throws a failure of the world when the queue refuses one of many", async () => {
    aws.answer = () => ({ Successful: [], Failed: [{ Id: "0", Code: "InternalError", SenderFault: false }] });
    await expect(conversationOutlet(client, url).send([said("m_1")])).rejects.toThrow(WorldFailure);
  });

  it("throws a failure of the world when the queue refuses the call", async () => {
    aws.answer = () => "AccessDenied";
    await expect(conversationOutlet(client, url).send([said("m_1")])).rejects.toThrow(WorldFailure);
  });

  it("groups payments by order, and by PaymentIntent where no order is known", async () => {
    const check: Check = { v: 1, kind: "check", id: "check:1", orderId: "O-00000-00000" as OrderId };
    const event: StripeEvent = {
      v: 1,
      kind: "stripe-event",
      id: "evt_1",
      type: "payment_intent.payment_failed",
      livemode: false,
      createdAt: instant(1763000000000),
      paymentIntentId: "pi_1",
    };
    await paymentsOutlet(client, url).send([check, event, { v: 1, kind: "sweep", id: "sweep:1" }]);
    expect(sent()[0]?.map((entry) => entry.MessageGroupId)).toEqual(["O-00000-00000", "pi_1", "sweep"]);
  });

  it.each([
    ["keeps an id that SQS takes", "m_AbC-12$:/x", "m_AbC-12$:/x"],
    ["hashes an id with other characters", "m_é", /^[0-9a-f]{64}$/],
    ["hashes an id that is too long", "m".repeat(129), /^[0-9a-f]{64}$/],
    ["hashes an empty id", "", /^[0-9a-f]{64}$/],
  ])("%s", (_what, id, expected) => {
    expect(queueId(id)).toMatch(expected);
  });
});
