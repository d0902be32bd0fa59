/** Connecting a Page, against the strict stand-in for Messenger. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { connectPage } from "#adapters/messenger/connect-page.ts";
import { readShopFolder } from "#adapters/shop/read-shop-folder.ts";
import type { Shop } from "#core/shop/shop.ts";
import { isPageId } from "#core/values/ids.ts";
import { fixedValues } from "#local/fixed-values.ts";
import { type MessengerStandIn, startMessengerStandIn } from "#local/messenger/stand-in.ts";

let messenger: MessengerStandIn;
beforeAll(async () => {
  messenger = await startMessengerStandIn({
    page: { id: fixedValues.pageId, token: fixedValues.pageToken },
    appSecret: fixedValues.appSecret,
    verifyToken: fixedValues.verifyToken,
    callbackUrl: "http://127.0.0.1:9/nobody",
  });
});
afterAll(() => messenger.stop());

function exampleShop(): Shop {
  const { shop } = readShopFolder("shop");
  if (!shop) throw new Error("the example shop cannot be read");
  return shop;
}

const page = (token: string = fixedValues.pageToken) => {
  if (!isPageId(fixedValues.pageId)) throw new Error("no Page");
  return { graphUrl: messenger.url, pageId: fixedValues.pageId, token };
};

test("sets Get Started, greeting and menu in both languages, and the same again", async () => {
  await connectPage(page(), exampleShop());
  await connectPage(page(), exampleShop());
  const fields = "get_started,greeting,persistent_menu";
  const read = await fetch(
    `${messenger.url}/v26.0/me/messenger_profile?fields=${fields}&access_token=${fixedValues.pageToken}`,
  );
  const locale = z.object({ locale: z.string() });
  const profile = z
    .object({
      data: z.array(
        z.object({ get_started: z.unknown(), greeting: z.array(locale), persistent_menu: z.array(locale) }),
      ),
    })
    .parse(await read.json()).data[0];
  expect(profile?.get_started).toEqual({ payload: "start" });
  expect(profile?.greeting.map((each) => each.locale)).toEqual(["default", "en_US", "en_GB"]);
  expect(profile?.persistent_menu.map((each) => each.locale)).toEqual(["default", "en_US", "en_GB"]);
});

test("says in Messenger's words why a token is refused", async () => {
  await expect(connectPage(page("stolen"), exampleShop())).rejects.toThrow(
    /Messenger refused subscribed_apps: .*token/i,
  );
});
