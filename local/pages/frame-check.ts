/** Whether a page may be shown inside the chat's in-app browser, asked without opening it. */

export interface FrameCheck {
  readonly frameable: boolean;
  readonly why?: "not-a-web-address" | "forbids-frames" | "unreachable";
}

/** Asks a page's headers with HEAD; pages of this machine are never asked, for they are the shop's and the stand-ins'. */
export async function checkFrame(address: string): Promise<FrameCheck> {
  const url = webAddress(address);
  if (url === undefined) return { frameable: false, why: "not-a-web-address" };
  if (isLoopback(url.hostname)) return { frameable: true };
  try {
    const answer = await fetch(url, { method: "HEAD", redirect: "follow", signal: AbortSignal.timeout(4000) });
    return forbidsFrames(answer.headers) ? { frameable: false, why: "forbids-frames" } : { frameable: true };
  } catch {
    return { frameable: false, why: "unreachable" };
  }
}

function webAddress(address: string): URL | undefined {
  const url = URL.parse(address);
  return url !== null && (url.protocol === "https:" || url.protocol === "http:") ? url : undefined;
}

/** Whether a host name means this machine. */
export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "[::1]" || host.endsWith(".localhost") || host.startsWith("127.");

/** Any X-Frame-Options forbids us; frame-ancestors allows us only with `*`. */
export function forbidsFrames(headers: Headers): boolean {
  if (headers.has("x-frame-options")) return true;
  const ancestors = /frame-ancestors([^;]*)/.exec(headers.get("content-security-policy") ?? "")?.[1];
  return ancestors !== undefined && !ancestors.split(/\s+/).includes("*");
}
