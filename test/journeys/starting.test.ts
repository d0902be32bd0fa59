/** What a person reads when the shop cannot start, and what outside programs find when it did. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, inject, test } from "vitest";
import { z } from "zod";
import { fixedValues } from "#local/fixed-values.ts";
import { startShop } from "#local/start.ts";
import { openShop, type ShopUnderTest } from "#test/support/shop-under-test.ts";

const undo: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).toReversed()) await each();
});

const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), "comptoir-start-"));
  undo.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
};

/** The command as a person runs it: exit code and what it printed. */
async function command(
  environment: Record<string, string>,
  ...options: string[]
): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, ["bin/local.ts", ...options], { env: { ...process.env, ...environment } });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await once(child, "close");
  return { code: child.exitCode ?? -1, said };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  undo.push(() => new Promise((closed) => server.closeAllConnections() ?? server.close(closed)));
  return z.object({ port: z.number() }).parse(server.address()).port;
}

describe("what cannot start", () => {
  test("names a taken port and how to choose another", async () => {
    const port = await listen(createServer());
    const { code, said } = await command({ PORT: String(port) });
    expect(code).toBe(1);
    expect(said).toMatch(new RegExp(`Port ${port} is taken.*PORT=${port + 100} npm start`));
    expect(said).not.toMatch(/\n\s+at /);
  });

  test("names a port that is none, and an option it does not know", async () => {
    expect(await command({ PORT: "shop" })).toMatchObject({
      code: 1,
      said: expect.stringContaining("PORT is a number") as string,
    });
    expect(await command({}, "--frsh")).toMatchObject({ code: 1, said: expect.stringContaining("--fresh") as string });
  });

  test("names file, line and column of a broken catalogue", async () => {
    const shop = folder();
    cpSync("shop", shop, { recursive: true });
    const csv = readFileSync(join(shop, "catalogue.csv"), "utf8");
    writeFileSync(join(shop, "catalogue.csv"), csv.replace(/^[^\n]*\n/, "id,nothing\n"));
    await expect(
      startShop({ port: 0, folder: folder(), shopFolder: shop, assembly: inject("assembly") }),
    ).rejects.toThrow(/catalogue\.csv/);
  });
});

describe("what outside programs find", () => {
  test("all addresses, names and values in endpoints.json", async () => {
    const state = folder();
    const shop = await openShop({ folder: state });
    undo.push(() => shop.stop());
    const written: unknown = JSON.parse(readFileSync(join(state, "endpoints.json"), "utf8"));
    expect(written).toEqual(JSON.parse(JSON.stringify(shop.endpoints)));
    expect(shop.endpoints.values).toEqual(fixedValues);
    for (const id of Object.values(shop.endpoints.processes.functions).flat())
      expect(() => process.kill(id, 0)).not.toThrow();
  });

  test("another Graph in place of the stand-in gets what the shop says", async () => {
    const sends = z.looseObject({ message: z.looseObject({ text: z.string() }) });
    const heard: string[] = [];
    const graph = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        const send = sends.safeParse(JSON.parse(body));
        if (send.success) heard.push(send.data.message.text);
        response
          .writeHead(200, { "content-type": "application/json" })
          .end('{"recipient_id":"4711","message_id":"m_1"}');
      });
    });
    const shop: ShopUnderTest = await openShop({ graphUrl: `http://127.0.0.1:${await listen(graph)}` });
    undo.push(() => shop.stop());
    const message = {
      sender: { id: "4711" },
      recipient: { id: fixedValues.pageId },
      timestamp: Date.now(),
      message: { mid: "m_out", text: "hello" },
    };
    const answer = await shop.webhook(
      JSON.stringify({ object: "page", entry: [{ id: fixedValues.pageId, time: Date.now(), messaging: [message] }] }),
    );
    expect(answer.status).toBe(200);
    await expect.poll(() => heard.join("\n"), { timeout: 15_000 }).toContain("automatic assistant");
  });

  test("the shop remembers cart and thread when it is started again, and nothing when it is started fresh", async () => {
    const state = folder();
    const first = await openShop({ folder: state });
    const shopper = first.shopper();
    await shopper.says("hello");
    await shopper.hears("automatic assistant");
    await shopper.tapsPayload("add:ONDE");
    await shopper.hears("In your cart");
    await first.stop();
    const again = await openShop({ folder: state });
    const response = await fetch(`${again.endpoints.graph}/shoppers/${shopper.psid}/text`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"text":"cart"}',
    });
    expect(response.status).toBe(200);
    const thread = async () => await (await fetch(`${again.endpoints.graph}/shoppers/${shopper.psid}/thread`)).text();
    await expect.poll(thread, { timeout: 15_000 }).toContain("delivery not included");
    await again.stop();
    const fresh = await openShop({ folder: state, fresh: true });
    undo.push(() => fresh.stop());
    const empty: unknown = await (await fetch(`${fresh.endpoints.graph}/shoppers/${shopper.psid}/thread`)).json();
    expect(empty).toEqual({ items: [] });
  });
});
