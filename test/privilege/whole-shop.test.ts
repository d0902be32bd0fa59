/** What functions ask of AWS in the life of a whole shop, held against their roles: all of it is allowed, and nothing more. */
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { everyPath } from "#test/support/every-path.ts";
import { openShop, type ShopUnderTest } from "#test/support/shop-under-test.ts";
import { keptWithoutCall } from "./kept-without-call.ts";
import { isAllowed, type Statement } from "./policy.ts";
import { idlePermissions, neededBy, type RoleNeed, refusedCalls } from "./recorded-calls.ts";
import { type Recording, recording } from "./recording.ts";
import { type Role, type Roles, rolesOf } from "./roles.ts";

let shop: ShopUnderTest | undefined;
let recorded: Recording;
let roles: Roles;
let needed: readonly RoleNeed[];

beforeAll(async () => {
  recorded = recording(() => shop?.runner);
  shop = await openShop({ between: recorded.between });
  roles = rolesOf(inject("assembly"), shop.runner);
  await everyPath(shop);
  needed = neededBy(recorded.calls, roles);
});
afterAll(async () => {
  await shop?.stop();
  await recorded.stop();
});

const functionsThatCall = (): readonly string[] => [...new Set(needed.map(({ role }) => role))].sort();

/** The same roles, one of them with other statements. */
const withRole = (name: string, change: (role: Role) => readonly Statement[]): Roles => ({
  ...roles,
  all: roles.all.map((role) => (role.name === name ? { ...role, statements: change(role) } : role)),
});

describe("a shop that was used in every way", () => {
  test("calls AWS from each function that has something to ask, and from the schedules", () => {
    expect(functionsThatCall()).toEqual([
      "Conversation/Worker",
      "Exports/FullScheduler",
      "Exports/Increment",
      "Exports/Publish",
      "Intake/MessengerWebhook",
      "Intake/StripeWebhook",
      "Payments/PayPage",
      "Payments/Worker",
      expect.stringMatching(/^SchedulerRole/),
    ]);
    expect(recorded.calls.length).toBeGreaterThan(300);
  });

  test("makes no call that its function's role does not allow", () => {
    expect(refusedCalls(needed, roles)).toEqual([]);
  });

  test("leaves no permission unused, but for those that have a reason on the list", () => {
    const reasoned = keptWithoutCall.flatMap((kept) =>
      roles.all
        .filter(({ name }) => (kept.role === undefined ? !name.includes("Scheduler") : name === kept.role))
        .map(({ name }) => `${name}: ${kept.action} ${kept.resource.replace("<role>", name)}`),
    );
    expect([...idlePermissions(needed, roles)].sort()).toEqual(reasoned.sort());
  });
});

describe("the check", () => {
  test("names each permission as missing that is taken away", () => {
    for (const need of needed) {
      const poorer = withRole(need.role, ({ statements }) =>
        statements.flatMap(({ effect, actions, resources }) =>
          actions
            .flatMap((action) => resources.map((resource) => ({ effect, actions: [action], resources: [resource] })))
            .filter((single) => !isAllowed([single], need)),
        ),
      );
      const refused = refusedCalls(needed, poorer);
      expect(refused).toContain(`${need.role}: ${need.action} ${roles.places.inWords(need.resource)}`);
      // Of what was allowed for a whole prefix, everything is missing.
      expect(refused.filter((line) => !line.startsWith(`${need.role}: ${need.action} `))).toEqual([]);
      expect(need.action.startsWith("s3:") || refused.length === 1).toBe(true);
    }
  });

  test("names a permission as unused that is planted", () => {
    const orders = needed.find(({ action }) => action === "dynamodb:PutItem")?.resource ?? "no table";
    const planted: Statement = { effect: "Allow", actions: ["dynamodb:DeleteItem"], resources: [orders] };
    const richer = withRole("Payments/PayPage", ({ statements }) => [...statements, planted]);
    const usual = idlePermissions(needed, roles);
    expect(idlePermissions(needed, richer).filter((line) => !usual.includes(line))).toEqual([
      `Payments/PayPage: dynamodb:DeleteItem ${roles.places.inWords(orders)}`,
    ]);
  });

  test("names a call that nobody's key signed", () => {
    const foreign = { accessKeyId: "AKIAELSEWHERE", operation: "GetParameter", body: '{"Name":"/x/stripe/key"}' };
    expect(refusedCalls(neededBy([foreign], roles), roles)).toEqual([
      "nobody known (AKIAELSEWHERE): ssm:GetParameter /x/stripe/key",
    ]);
  });

  test("stops at a call whose permissions are not written down", () => {
    const purge = { accessKeyId: "LOCALRUNNER", operation: "PurgeQueue", body: "{}" };
    expect(() => neededBy([purge], roles)).toThrow("PurgeQueue");
  });
});
