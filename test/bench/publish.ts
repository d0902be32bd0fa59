/** Makes one export of a folder readable as the Lambda function does, and forgets the files: `publish.ts FOLDER EXPORT`. */
import { S3Client } from "@aws-sdk/client-s3";
import { openFolder } from "#adapters/exports/folder-place.ts";
import { uploadsTo } from "#adapters/exports/upload.ts";
import { instant } from "#core/values/instant.ts";
import { publishOrders } from "#lambdas/exports/publish-orders.ts";

const [, , folder = "", exported = ""] = process.argv;
const place = await openFolder(folder);
/** Takes every part, and keeps none. */
const forgetful = new S3Client({ region: "eu-west-3" });
const answer = { output: { $metadata: {}, UploadId: "1", ETag: "1" }, response: {} };
forgetful.middlewareStack.add(() => () => Promise.resolve(answer), { step: "initialize", priority: "high" });

const key = `${exported}/manifest-summary.json`;
await publishOrders(
  { detail: { object: { key } } },
  {
    timeZone: "Europe/Paris",
    locale: "fr",
    open: (within) => ({ ...place, within }),
    upload: uploadsTo(forgetful, "shop-exports"),
    mostItems: Number.POSITIVE_INFINITY,
    ledger: { noteExport: () => Promise.resolve() },
    now: () => instant(0),
  },
);
forgetful.destroy();
