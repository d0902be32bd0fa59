/** What the exports stage's functions are made of, put together once per process. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { dynamoExportLedger } from "#adapters/dynamodb/export-ledger.ts";
import { dynamoExports } from "#adapters/dynamodb/table-exports.ts";
import { openBucket } from "#adapters/exports/s3-place.ts";
import { uploadsTo } from "#adapters/exports/upload.ts";
import { bundledShop } from "#adapters/shop/bundled-shop.ts";
import { awsClientSettings } from "#runtime/aws-clients.ts";
import { readSettings } from "#runtime/settings.ts";
import { now } from "#runtime/system.ts";
import type { IncrementDeps } from "./export-increment.ts";
import type { PublishDeps } from "./publish-orders.ts";
import { incrementSettings, publishSettings } from "./settings.ts";

/** The world of the function that exports what changed. */
export function wireIncrement(): IncrementDeps {
  const settings = readSettings(incrementSettings);
  const { settings: shop } = bundledShop();
  const client = new DynamoDBClient(awsClientSettings);
  return {
    settings: shop.exports,
    timeZone: shop.timeZone,
    ledger: dynamoExportLedger(documents(client), settings.EXPORTS_TABLE),
    exports: dynamoExports(client, { tableArn: settings.ORDERS_TABLE_ARN, bucket: settings.EXPORTS_BUCKET }),
    now,
  };
}

/** The world of the function that makes exports readable. */
export function wirePublish(): PublishDeps {
  const settings = readSettings(publishSettings);
  const { settings: shop } = bundledShop();
  const bucket = settings.EXPORTS_BUCKET;
  // An object is read for as long as it takes: the function's own time is the limit.
  const s3 = new S3Client({ maxAttempts: awsClientSettings.maxAttempts });
  return {
    timeZone: shop.timeZone,
    locale: shop.defaultLocale,
    open: (within) => openBucket(`s3://${bucket}`, { bucket, prefix: "", within }, s3),
    upload: uploadsTo(s3, bucket),
    mostItems: 1_000_000,
    ledger: dynamoExportLedger(documents(new DynamoDBClient(awsClientSettings)), settings.EXPORTS_TABLE),
    now,
  };
}

const documents = (client: DynamoDBClient): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
