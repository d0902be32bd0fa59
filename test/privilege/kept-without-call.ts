/** Permissions that no call of a function asks for, and why they stay all the same. */

export interface Kept {
  /** The construct whose role it is; every function's without it. */
  readonly role?: string;
  readonly action: string;
  /** The resource's construct, `<role>` standing for the role's. */
  readonly resource: string;
  readonly because: string;
}

const ownLog = "Lambda itself writes what the function prints, in the function's role; no log service runs here.";
const ownQueue =
  "Lambda asks for the queue's length before it reads from it, in the worker's role; creating the mapping fails without.";

const brokenUpload =
  "An upload in parts that fails is to be forgotten, or it is paid for until the life cycle removes it.";
const lastTry = "Only what could not be handed over after the last try goes there.";

export const keptWithoutCall: readonly Kept[] = [
  { action: "logs:CreateLogStream", resource: "<role>/Log", because: ownLog },
  { action: "logs:PutLogEvents", resource: "<role>/Log", because: ownLog },
  {
    role: "Conversation/Worker",
    action: "sqs:GetQueueAttributes",
    resource: "ConversationQueue/Queue",
    because: ownQueue,
  },
  ...[
    ["Exports/FullScheduler", "full"],
    ["Exports/Increment", "full"],
    ["Exports/Increment", "incremental"],
  ].flatMap(([role = "", kind = ""]) => {
    const resource = `Storage/ExportsBucket/exports/orders/${kind}/*`;
    return [
      {
        role,
        action: "s3:AbortMultipartUpload",
        resource,
        because: `DynamoDB writes in this role. ${brokenUpload}`,
      },
      {
        role,
        action: "s3:PutObjectAcl",
        resource,
        because: "DynamoDB writes in this role, and its guide asks for it; the local exports set no list of rights.",
      },
    ];
  }),
  {
    role: "Exports/Publish",
    action: "s3:AbortMultipartUpload",
    resource: "Storage/ExportsBucket/readable/*",
    because: brokenUpload,
  },
  ...["Exports/FullScheduler", "Exports/IncrementScheduler", "Exports/Publish"].map((role) => ({
    role,
    action: "sqs:SendMessage",
    resource: "Exports/DeadLetters",
    because: lastTry,
  })),
  {
    role: "Exports/IncrementScheduler",
    action: "lambda:InvokeFunction",
    resource: "Exports/Increment/Function",
    because: "Scheduler invokes the function in this role; here the runner starts it itself.",
  },
  { role: "Payments/Worker", action: "sqs:GetQueueAttributes", resource: "PaymentsQueue/Queue", because: ownQueue },
];
