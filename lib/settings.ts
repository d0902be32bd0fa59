/** What differs between deployments, read once from the CDK context (`-c environment=staging`) and `SHOP_DIR`. */
import { fileURLToPath } from "node:url";
import type { Node } from "constructs";
import * as z from "zod";

const deployment = z.object({
  /** Part of stack and parameter names: several shops or stages may live in one account. */
  environment: z.string().regex(/^[a-z][a-z0-9-]{0,19}$/, "small letters, digits and dashes, at most 20"),
  /** Where alarms are mailed; without it they only show in CloudWatch. */
  alarmEmail: z.email().optional(),
  /** The folder with settings, catalogue, wording and legal texts. */
  shopDir: z.string().min(1),
  graphUrl: z.url(),
  stripeUrl: z.url(),
  messengerLinkUrl: z.url(),
});
export type Deployment = z.infer<typeof deployment>;

/** The deployment as context and environment describe it; an error that names what is wrong. */
export function readDeployment(node: Node): Deployment {
  const context = (key: string): unknown => node.tryGetContext(key);
  const result = deployment.safeParse({
    environment: context("environment") ?? "production",
    alarmEmail: context("alarmEmail"),
    shopDir: process.env["SHOP_DIR"] ?? fileURLToPath(new URL("../shop", import.meta.url)),
    graphUrl: "https://graph.facebook.com",
    stripeUrl: "https://api.stripe.com",
    messengerLinkUrl: "https://m.me",
  });
  if (result.success) return result.data;
  throw new Error(`The settings of this deployment are not usable:\n${z.prettifyError(result.error)}`);
}
