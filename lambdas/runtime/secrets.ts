/** Secrets from SSM parameters: a parameter holds one value, or `current,previous` while one replaces the other. */
import { SSMProvider } from "@aws-lambda-powertools/parameters/ssm";
import { WorldFailure } from "#ports/failures.ts";
import { awsClientSettings } from "./aws-clients.ts";
import { now } from "./system.ts";

const maxAgeSeconds = 300;
const refreshPauseMilliseconds = 60_000;

let provider: SSMProvider | undefined;
const refreshedAt = new Map<string, number>();

/** The values of a secret, the current one first; kept for five minutes. A WorldFailure where none can be read. */
export const secret = (parameterName: string): Promise<readonly string[]> => read(parameterName, false);

/** The same, read anew at most once a minute: for a signature or token that was refused, so that a rotation heals. */
export function refreshSecret(parameterName: string): Promise<readonly string[]> {
  const last = refreshedAt.get(parameterName);
  const at = now();
  if (last !== undefined && at - last < refreshPauseMilliseconds) return read(parameterName, false);
  refreshedAt.set(parameterName, at);
  return read(parameterName, true);
}

async function read(parameterName: string, forceFetch: boolean): Promise<readonly string[]> {
  provider ??= new SSMProvider({ clientConfig: awsClientSettings });
  let value: string | undefined;
  try {
    value = await provider.get(parameterName, { decrypt: true, maxAge: maxAgeSeconds, forceFetch });
  } catch (cause) {
    throw new WorldFailure(`the parameter ${parameterName} cannot be read`, { cause });
  }
  const values = (value ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  if (values.length === 0) throw new WorldFailure(`the parameter ${parameterName} is missing or empty`);
  return values;
}
