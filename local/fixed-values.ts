/** The values that are secret in a deployment and fixed on one machine, so that outside clients can sign and call. */
export const fixedValues = {
  pageId: "100000000000001",
  pageToken: "local-page-token",
  appSecret: "local-app-secret",
  verifyToken: "local-verify-token",
  stripeKey: "sk_test_local",
  stripeWebhookSecret: "whsec_local",
} as const;

/** The value of a parameter of the template, by the end of its name. */
export function localParameter(name: string): string | undefined {
  const byEnding: Readonly<Record<string, string>> = {
    "/meta/page-token": fixedValues.pageToken,
    "/meta/app-secret": fixedValues.appSecret,
    "/meta/verify-token": fixedValues.verifyToken,
    "/stripe/key": fixedValues.stripeKey,
    "/stripe/webhook-secret": fixedValues.stripeWebhookSecret,
  };
  const ending = Object.keys(byEnding).find((each) => name.endsWith(each));
  return ending === undefined ? undefined : byEnding[ending];
}
