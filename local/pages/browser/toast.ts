/** Short notices above everything else: what went wrong, or that something was done. */
import { byId, element, pressable } from "./element.ts";
import { icon } from "./icons.ts";
import { label } from "./labels.ts";

/** Shows a notice for some seconds; a repeated one is shown once. */
export function toast(text: string, kind: "trouble" | "done" = "trouble"): void {
  const place = byId("toasts");
  for (const shown of place.querySelectorAll(".toast")) if (shown.firstChild?.textContent === text) shown.remove();
  const notice = element("div", { class: `toast ${kind}` }, element("span", {}, text));
  notice.append(
    pressable({ "aria-label": label("close"), class: "toast-close" }, () => notice.remove(), icon("close")),
  );
  place.append(notice);
  setTimeout(() => notice.remove(), kind === "trouble" ? 8000 : 2000);
}

/** The message of whatever was thrown. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
