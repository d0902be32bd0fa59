/** Resource types that the local stack leaves out, each with the reason why nothing is missed on one machine. */
export const ignoredTypes: Readonly<Record<string, string>> = {
  "AWS::CDK::Metadata": "it only tells AWS which constructs are used",
  "AWS::CloudWatch::Alarm": "nothing measures here; errors are printed where they happen",
  "AWS::CloudWatch::CompositeAlarm": "nothing measures here; errors are printed where they happen",
  "AWS::CloudWatch::Dashboard": "nothing measures here",
  "AWS::IAM::ManagedPolicy":
    "nobody checks permissions here; each function has its own access key id, so that calls can be told apart",
  "AWS::IAM::Policy":
    "nobody checks permissions here; each function has its own access key id, so that calls can be told apart",
  "AWS::IAM::Role":
    "nobody checks permissions here; each function has its own access key id, so that calls can be told apart",
  "AWS::KMS::Alias": "nothing is encrypted at rest here",
  "AWS::KMS::Key": "nothing is encrypted at rest here",
  "AWS::Lambda::Permission": "the routes and sources of the template call their functions directly",
  "AWS::Logs::LogGroup": "logs are printed and not kept",
  "AWS::Logs::MetricFilter": "logs are printed and not kept",
  "AWS::Logs::QueryDefinition": "logs are printed and not kept",
  "AWS::Logs::ResourcePolicy": "logs are printed and not kept",
  "AWS::S3::BucketPolicy": "nobody checks permissions here",
  "AWS::Scheduler::ScheduleGroup": "a group only bounds permissions and deletion",
  "AWS::SNS::Subscription": "only alarms publish to topics, and nothing measures here",
  "AWS::SNS::Topic": "only alarms publish to topics, and nothing measures here",
  "AWS::SNS::TopicPolicy": "only alarms publish to topics, and nothing measures here",
  "AWS::SQS::QueuePolicy": "nobody checks permissions here",
};
