/** Listens to a stream of server-sent events while the page is visible, and comes back after every interruption. */

export interface EventFollower {
  /** Called for each event, with its name (`message` where it has none) and its JSON. */
  onEvent(name: string, data: unknown): void;
  /** Called when the stream is open (again): what was missed meanwhile must be fetched. */
  onOpen(): void;
  /** Called when it broke. */
  onBreak(): void;
}

/** Follows until the returned function is called. A hidden page lets its connection go: browsers allow six per address. */
export function followEvents(url: string, names: readonly string[], follower: EventFollower): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let wait = 500;

  const listen = (): void => {
    stop();
    if (document.hidden) return;
    const opened = new EventSource(url);
    source = opened;
    opened.addEventListener("open", () => {
      wait = 500;
      follower.onOpen();
    });
    opened.addEventListener("error", () => {
      follower.onBreak();
      stop();
      retry = setTimeout(listen, wait);
      wait = Math.min(wait * 2, 5000);
    });
    for (const name of names)
      opened.addEventListener(name, (event) => {
        if (event instanceof MessageEvent) follower.onEvent(name, parsed(event.data));
      });
  };
  const stop = (): void => {
    clearTimeout(retry);
    source?.close();
    source = undefined;
  };

  document.addEventListener("visibilitychange", listen);
  addEventListener("online", listen);
  listen();
  return () => {
    document.removeEventListener("visibilitychange", listen);
    removeEventListener("online", listen);
    stop();
  };
}

function parsed(data: unknown): unknown {
  try {
    return typeof data === "string" ? JSON.parse(data) : undefined;
  } catch {
    return undefined;
  }
}
