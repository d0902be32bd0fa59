/** Keeps the newest message in view, unless the reader has scrolled up to read older ones. */

export interface ScrollKeeper {
  /** Goes to the end; at once, or gliding where motion is welcome. */
  toEnd(how: "at-once" | "gliding"): void;
  /** Something was added: follow it, or report that it is out of sight. */
  added(): void;
}

/** `onAway` is told when something new is out of sight, and when the end is reached again. */
export function scrollKeeper(frame: HTMLElement, content: Element, onAway: (away: boolean) => void): ScrollKeeper {
  let pinned = true;
  let lastTop = 0;
  const distance = (): number => frame.scrollHeight - frame.clientHeight - frame.scrollTop;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  const toEnd = (how: "at-once" | "gliding"): void => {
    pinned = true;
    onAway(false);
    frame.scrollTo({ top: frame.scrollHeight, behavior: how === "gliding" && !calm.matches ? "smooth" : "instant" });
  };

  frame.addEventListener(
    "scroll",
    () => {
      if (distance() < 60) {
        pinned = true;
        onAway(false);
      } else if (frame.scrollTop < lastTop - 1) {
        pinned = false;
      }
      lastTop = frame.scrollTop;
    },
    { passive: true },
  );
  const resized = new ResizeObserver(() => {
    if (pinned && distance() > 0) toEnd("gliding");
  });
  resized.observe(frame);
  resized.observe(content);
  return {
    toEnd,
    added: () => {
      if (pinned) toEnd("gliding");
      else onAway(true);
    },
  };
}
