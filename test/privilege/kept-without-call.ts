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

export const keptWithoutCall: readonly Kept[] = [
  { action: "logs:CreateLogStream", resource: "<role>/Log", because: ownLog },
  { action: "logs:PutLogEvents", resource: "<role>/Log", because: ownLog },
  {
    role: "Conversation/Worker",
    action: "sqs:GetQueueAttributes",
    resource: "ConversationQueue/Queue",
    because: ownQueue,
  },
  { role: "Payments/Worker", action: "sqs:GetQueueAttributes", resource: "PaymentsQueue/Queue", because: ownQueue },
];
