/** The CDK app of one environment: `npx cdk deploy --all`, or with `-c environment=staging`. */
import { App } from "aws-cdk-lib/core";
import { readDeployment } from "#lib/settings.ts";
import { buildShop } from "#lib/shop-app.ts";

const app = new App();
buildShop(app, readDeployment(app.node));
app.synth();
