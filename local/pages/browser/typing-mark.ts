/** The three dots while the shop is typing; they go by themselves, as in Messenger. */
import { byId } from "./element.ts";
import { label } from "./labels.ts";

const typingFor = 20_000;

/** The mark of the page; the returned function lights it or puts it out. */
export function typingMark(): (on: boolean) => void {
  const mark = byId("typing");
  mark.setAttribute("aria-label", label("typing"));
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (on) => {
    clearTimeout(timer);
    mark.hidden = !on;
    if (on) timer = setTimeout(() => (mark.hidden = true), typingFor);
  };
}
