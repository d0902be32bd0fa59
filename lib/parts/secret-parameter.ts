/** A secret as an SSM SecureString that is put there by hand, once: CloudFormation cannot create one, nor should it see it. */
import { type IGrantable, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { ArnFormat, Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

export type SecretName =
  | "meta/app-secret"
  | "meta/page-token"
  | "meta/verify-token"
  | "stripe/key"
  | "stripe/webhook-secret";

export class SecretParameter {
  /** `/comptoir/<environment>/meta/app-secret` */
  readonly name: string;
  private readonly arn: string;

  constructor(scope: Construct, environment: string, name: SecretName) {
    this.name = `/comptoir/${environment}/${name}`;
    this.arn = Stack.of(scope).formatArn({
      service: "ssm",
      resource: "parameter",
      resourceName: this.name.slice(1),
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
  }

  /** Reading is all: the AWS-managed key `aws/ssm` decrypts for whoever may read the parameter. */
  grantRead(to: IGrantable): void {
    to.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ["ssm:GetParameter"], resources: [this.arn] }),
    );
  }
}
