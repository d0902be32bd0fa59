/** What the exports stage's functions are told by their environment. */
import * as z from "zod";

const name = z.string().min(1);

export const incrementSettings = z.object({
  /** The table of how far the exports are. */
  EXPORTS_TABLE: name,
  EXPORTS_BUCKET: name,
  ORDERS_TABLE_ARN: name,
});
export type IncrementSettings = z.infer<typeof incrementSettings>;

export const publishSettings = incrementSettings.pick({ EXPORTS_TABLE: true, EXPORTS_BUCKET: true });
export type PublishSettings = z.infer<typeof publishSettings>;
