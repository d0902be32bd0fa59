/** Entry of Messenger's webhook: the handshake by GET, deliveries by POST. */
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { Answer } from "./raw-request.ts";
import { answerHandshake, receiveDelivery } from "./receive-from-messenger.ts";
import { wireMessengerIntake } from "./wiring.ts";

const intake = wireMessengerIntake();

export const handler = (event: APIGatewayProxyEventV2): Promise<Answer> =>
  event.requestContext.http.method === "GET" ? answerHandshake(intake, event) : receiveDelivery(intake, event);
