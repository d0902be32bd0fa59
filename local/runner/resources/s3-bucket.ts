/** AWS::S3::Bucket: a bucket of the local object store that may tell EventBridge of new objects. */
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { z } from "zod";
import { physicalName, shortHash } from "../names.ts";
import { refused, resourceType } from "../resource.ts";

const properties = z.strictObject({
  BucketName: z.string().optional(),
  NotificationConfiguration: z
    .strictObject({
      EventBridgeConfiguration: z.strictObject({ EventBridgeEnabled: z.boolean().default(true) }).optional(),
    })
    .default({}),
});

export const s3Bucket = resourceType({
  type: "AWS::S3::Bucket",
  properties,
  ignored: {
    AccessControl: "nobody checks permissions here",
    BucketEncryption: "nothing is encrypted at rest here",
    LifecycleConfiguration: "objects stay until the state of the shop is thrown away",
    LoggingConfiguration: "accesses are not logged here",
    ObjectLockEnabled: "objects stay until the state of the shop is thrown away",
    OwnershipControls: "nobody checks permissions here",
    PublicAccessBlockConfiguration: "nobody checks permissions here, and only this machine can ask",
    Tags: "they are for bills",
    VersioningConfiguration: "the local object store keeps one version",
  },
  make: async (given, place, world) => {
    if (!world.s3) throw refused(place, "there is no object store here");
    // Smaller letters than CloudFormation's logical ids have, and not more than 63.
    const own = physicalName(place, 63).toLowerCase();
    const name = given.BucketName ?? `${own.slice(0, 54)}-${shortHash(own, 8)}`;
    try {
      await world.s3.send(new CreateBucketCommand({ Bucket: name }));
    } catch (cause) {
      if (!(cause instanceof Error && /BucketAlready(OwnedByYou|Exists)/.test(cause.name)))
        throw refused(place, `the bucket ${name} cannot be made: ${String(cause)}`, cause);
    }
    const arn = `arn:aws:s3:::${name}`;
    const tellsEvents = given.NotificationConfiguration.EventBridgeConfiguration?.EventBridgeEnabled ?? false;
    world.buckets.push({ place, name, arn, tellsEvents });
    return { ref: name, attributes: { Arn: arn } };
  },
});
