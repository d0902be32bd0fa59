/** The bytes of a webhook and their signature (https://developers.facebook.com/docs/messenger-platform/webhooks). */
import { createHmac } from "node:crypto";

/** JSON as Meta writes it: everything beyond ASCII as `\u` and four lower-case hexadecimal digits. */
export const wireJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** The value of `X-Hub-Signature-256` for these bytes. */
export const signatureOf = (bytes: string, appSecret: string): string =>
  `sha256=${createHmac("sha256", appSecret).update(bytes).digest("hex")}`;
