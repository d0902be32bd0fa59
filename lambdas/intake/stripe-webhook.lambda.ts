/** Entry of Stripe's webhook. */
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { Answer } from "./raw-request.ts";
import { receiveEvent } from "./receive-from-stripe.ts";
import { wireStripeIntake } from "./wiring.ts";

const intake = wireStripeIntake();

export const handler = (event: APIGatewayProxyEventV2): Promise<Answer> => receiveEvent(intake, event);
