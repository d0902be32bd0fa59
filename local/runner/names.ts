/** Names for resources that the template leaves to CloudFormation: the same at every start, so that state is found again. */
import { createHash } from "node:crypto";

/** `<stack>-<logical id>` within a length, cut and marked with a hash where it would be longer. */
export function physicalName(place: { stack: string; logicalId: string }, longest: number, suffix = ""): string {
  const whole = `${place.stack}-${place.logicalId}`;
  if (whole.length + suffix.length <= longest) return `${whole}${suffix}`;
  return `${whole.slice(0, longest - suffix.length - 9)}-${shortHash(whole, 8)}${suffix}`;
}

/** The first lower-case hexadecimal digits of a SHA-256: an id that looks like those AWS gives. */
export const shortHash = (text: string, length: number): string =>
  createHash("sha256").update(text).digest("hex").slice(0, length);
