/** AWS::Lambda::Function: its asset in processes of its own. */
import { existsSync } from "node:fs";
import { z } from "zod";
import { functionEnvironment } from "../lambda/environment.ts";
import { FunctionPool } from "../lambda/function-pool.ts";
import { physicalName, shortHash } from "../names.ts";
import { refused, resourceType } from "../resource.ts";

const properties = z.strictObject({
  Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).optional(),
  FunctionName: z.string().optional(),
  Handler: z.string(),
  LoggingConfig: z
    .strictObject({ LogFormat: z.enum(["JSON", "Text"]).optional(), ApplicationLogLevel: z.string().optional() })
    .default({}),
  MemorySize: z.number().default(128),
  PackageType: z.literal("Zip").optional(),
  ReservedConcurrentExecutions: z.number().optional(),
  Runtime: z.string().regex(/^nodejs/, "only Node runs here"),
  Timeout: z.number().default(3),
});

export const lambdaFunction = resourceType({
  type: "AWS::Lambda::Function",
  properties,
  ignored: {
    Architectures: "the functions run on this machine's processor",
    Description: "it is for people",
    "EphemeralStorage.Size": "/tmp is this machine's",
    KmsKeyArn: "nothing is encrypted at rest here",
    "LoggingConfig.LogGroup": "logs are printed and not kept",
    "LoggingConfig.SystemLogLevel": "the runner prints only what went wrong",
    RecursiveLoop: "loops are not looked for here",
    Role: "nobody checks permissions here; calls can be told apart by their access key id",
    RuntimeManagementConfig: "the functions run on this machine's Node",
    Tags: "they are for bills",
    TracingConfig: "nothing is traced here",
  },
  make: async (given, place, world) => {
    const taskRoot = world.assets.get(given.Code.S3Key);
    if (taskRoot === undefined || !existsSync(taskRoot))
      throw refused(place, `its code ${given.Code.S3Key} is not among the assembly's assets`);
    const name = given.FunctionName ?? physicalName(place, 64);
    const arn = `arn:aws:lambda:${world.region}:${world.account}:function:${name}`;
    const accessKeyId = `LOCAL${shortHash(`${place.stack}/${place.logicalId}`, 15).toUpperCase()}`;
    const identity = {
      name,
      taskRoot,
      accessKeyId,
      handler: given.Handler,
      runtime: given.Runtime,
      memoryMegabytes: given.MemorySize,
      logging: given.LoggingConfig,
      variables: given.Environment?.Variables ?? {},
    };
    const settings = {
      arn,
      taskRoot,
      memoryMegabytes: given.MemorySize,
      timeoutSeconds: given.Timeout,
      compileCache: world.compileCache,
      environment: functionEnvironment(identity, world),
      print: (line: string) => world.log(line, place.path),
    };
    const pool = new FunctionPool(settings, given.ReservedConcurrentExecutions);
    world.functions.push({ place, name, arn, accessKeyId, pool, invoke: (event) => pool.invoke(event) });
    return { ref: name, attributes: { Arn: arn } };
  },
});
