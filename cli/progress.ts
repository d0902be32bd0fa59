/** Shows on the error output how far long work has come: one line that changes, or lines where nobody watches. */
import { say, type Terminal } from "./terminal.ts";

export interface Progress {
  /** `done` of `total`, in whatever unit; `text` says more. */
  readonly at: (done: number, total: number, text: string) => void;
  /** Takes the changing line away. */
  readonly clear: () => void;
}

/** Milliseconds between two lines. */
const pace = { watched: 120, logged: 5000 };

/** Nothing is shown where nobody watches, unless it is asked for; and nothing of what is done at once. */
export function progressOf(terminal: Terminal, isAsked: boolean): Progress {
  const isWatched = terminal.err.isTTY === true;
  let last = performance.now();
  let isShown = false;
  return {
    at(done, total, text) {
      const now = performance.now();
      if ((!isWatched && !isAsked) || now - last < (isWatched ? pace.watched : pace.logged)) return;
      last = now;
      const share = total > 0 ? `${Math.min(100, Math.floor((100 * done) / total))} %` : "";
      const line = [share, text].filter((part) => part !== "").join("  ");
      if (isWatched) terminal.err.write(`\r\u001b[2K${line}`);
      else say(terminal, line);
      isShown = isWatched;
    },
    clear() {
      if (isShown) terminal.err.write("\r\u001b[2K");
      isShown = false;
    },
  };
}
