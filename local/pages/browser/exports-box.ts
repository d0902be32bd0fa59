/** The merchant's exports: a button that writes one now, and the newest files to open. */
import { z } from "zod";
import { call } from "./api.ts";
import { element, pressable } from "./element.ts";
import { label } from "./labels.ts";
import { reasonOf, toast } from "./toast.ts";

const answer = z.object({ files: z.array(z.object({ key: z.string(), size: z.number() })) });

/** The box; its files are read when it is made and after each export. */
export function exportsBox(): HTMLElement {
  const files = element("ul", { class: "export-files" });
  const button = pressable({ class: "chip small-chip" }, () => void exportNow(), label("exportNow"));
  const show = (read: unknown): void => {
    const found = answer.parse(read).files;
    files.replaceChildren(...found.map(fileLink));
    if (found.length === 0) files.append(element("li", { class: "small" }, label("noExports")));
  };
  const exportNow = async (): Promise<void> => {
    button.disabled = true;
    button.textContent = label("exporting");
    try {
      show(await call("/local/exports", {}));
      toast(label("exported"), "done");
    } catch (error) {
      toast(reasonOf(error));
    }
    button.disabled = false;
    button.textContent = label("exportNow");
  };
  call("/local/exports").then(show, (error: unknown) => toast(reasonOf(error)));
  return element(
    "section",
    { class: "counter-section exports" },
    element("h2", {}, label("exports")),
    element("p", { class: "small" }, label("exportsHint")),
    button,
    files,
  );
}

/** A link named by the file, with whether it holds personal data and its size. */
function fileLink({ key, size }: { readonly key: string; readonly size: number }): HTMLElement {
  const name = key.split("/").at(-1) ?? key;
  const personal = key.startsWith("readable/with-personal-data/");
  return element(
    "li",
    {},
    element("a", { href: `/local/exports/file?key=${encodeURIComponent(key)}`, download: name }, name),
    " ",
    element(
      "span",
      { class: "small" },
      `${label(personal ? "withNames" : "withoutNames")} · ${Math.ceil(size / 1024)} ${label("kilobytes")}`,
    ),
  );
}
