/** Where the shopper writes: Enter sends, Shift+Enter begins a line, "+" sends something that is no text. */
import { type AttachmentType, attachmentTypes } from "./api.ts";
import { byId, element, pressable } from "./element.ts";
import { type IconName, icon } from "./icons.ts";
import { label } from "./labels.ts";

export interface ComposerActions {
  send(text: string): Promise<void>;
  attach(type: AttachmentType): void;
}

export interface Composer {
  /** Puts words in, ready to be sent or changed. */
  write(text: string): void;
}

const draftStore = "comptoir.draft";

/** Fills the form of the page. Words that could not be sent come back into it. */
export function composer(actions: ComposerActions): Composer {
  const form = byId("composer");
  const field = element("textarea", {
    rows: "1",
    "aria-label": label("write"),
    placeholder: label("write"),
    dir: "auto",
  });
  const send = element("button", { type: "submit", class: "send", "aria-label": label("send") }, icon("send"));
  form.append(...attachmentMenu(actions), field, send);

  const settle = (): void => {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, 140)}px`;
    send.disabled = field.value.trim() === "";
    sessionStorage.setItem(draftStore, field.value);
  };
  const write = (text: string): void => {
    field.value = text;
    settle();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (text === "") return;
    write("");
    field.focus();
    actions.send(text).catch(() => {
      if (field.value === "") write(text);
    });
  });
  field.addEventListener("input", settle);
  field.addEventListener("keydown", (event) => {
    // Enter also ends the choice of a character in Japanese, Chinese or Korean.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.dispatchEvent(new SubmitEvent("submit", { cancelable: true }));
  });
  write(sessionStorage.getItem(draftStore) ?? "");
  return {
    write(text) {
      write(text);
      field.focus();
    },
  };
}

const icons: Readonly<Record<AttachmentType, IconName>> = {
  image: "photo",
  sticker: "sticker",
  "thumbs-up": "thumb",
  location: "place",
  audio: "voice",
  video: "video",
  file: "file",
  link: "link",
};

function attachmentMenu(actions: ComposerActions): HTMLElement[] {
  const menu = element("div", { class: "attach-menu", role: "menu", "aria-label": label("more"), hidden: "" });
  const toggle = pressable(
    { class: "attach", "aria-label": label("more"), "aria-haspopup": "menu", "aria-expanded": "false" },
    () => show(menu.hasAttribute("hidden")),
    icon("plus"),
  );
  const show = (open: boolean): void => {
    menu.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
    if (open) items[0]?.focus();
  };
  const items = attachmentTypes.map((type) =>
    pressable(
      { role: "menuitem" },
      () => {
        show(false);
        toggle.focus();
        actions.attach(type);
      },
      icon(icons[type]),
      label(type),
    ),
  );
  menu.append(...items);
  menu.addEventListener("keydown", (event) => {
    const at = items.findIndex((item) => item === document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      items.at((at + step) % items.length)?.focus();
    }
    if (event.key === "Escape") {
      show(false);
      toggle.focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Node && !menu.contains(event.target) && !toggle.contains(event.target)) show(false);
  });
  return [toggle, menu];
}
