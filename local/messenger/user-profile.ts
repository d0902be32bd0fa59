/** The User Profile API as an app without profile access meets it (MP/identity/user-profile). */
import { refusals } from "./graph-error.ts";
import type { Messenger } from "./messenger.ts";

const known = ["id", "name", "first_name", "last_name", "profile_pic", "locale", "timezone", "gender"];

/** Always a GraphRefusal: the fields need a feature that a new app has not got. */
export function refuseProfile({ threads }: Messenger, psid: string, fields: string | null): never {
  if (!threads.isKnown(psid)) throw refusals.unknownObject("GET", psid);
  for (const field of (fields ?? "").split(",").filter(Boolean)) {
    if (!known.includes(field)) {
      throw refusals.badParameter(`Tried accessing nonexisting field (${field}) on node type (User)`);
    }
  }
  throw refusals.noProfile();
}
