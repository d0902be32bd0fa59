/** A Graph API for tests: keeps what it was sent, and answers as it is told. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Sent {
  readonly path: string;
  readonly token: string | undefined;
  readonly body: {
    readonly recipient?: { readonly id: string };
    readonly sender_action?: string;
    readonly messaging_type?: string;
    readonly message?: { readonly text?: string; readonly metadata?: string; readonly attachment?: unknown };
  };
}

export interface GraphServer {
  readonly url: string;
  /** Everything it was sent, in order. */
  readonly sent: readonly Sent[];
  /** The texts and templates alone, in order. */
  readonly messages: readonly NonNullable<Sent["body"]["message"]>[];
  /** The next messages (not the indicators) are answered so; `hang` is never answered. */
  answer(...answers: readonly GraphAnswer[]): void;
  stop(): Promise<void>;
}

export type GraphAnswer =
  | "sent"
  | "hang-up"
  | { readonly status: number; readonly code?: number; readonly subcode?: number; readonly message?: string };

/** Starts it on a free port of this machine. */
export async function startGraph(): Promise<GraphServer> {
  const sent: Sent[] = [];
  const answers: GraphAnswer[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Sent["body"];
      sent.push({ path: request.url ?? "", token: request.headers.authorization, body });
      const answer = body.message ? (answers.shift() ?? "sent") : "sent";
      if (answer === "hang-up") {
        request.socket.destroy();
        return;
      }
      response.setHeader("content-type", "application/json");
      response.statusCode = answer === "sent" ? 200 : answer.status;
      response.end(JSON.stringify(answer === "sent" ? { recipient_id: "2001", message_id: "m_1" } : errorOf(answer)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    get messages() {
      return sent.flatMap((each) => each.body.message ?? []);
    },
    answer: (...next) => void answers.push(...next),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function errorOf(answer: Exclude<GraphAnswer, string>) {
  if (answer.code === undefined) return { unexpected: true };
  const { code, subcode, message = "refused" } = answer;
  return { error: { message, type: "OAuthException", code, ...(subcode !== undefined && { error_subcode: subcode }) } };
}
