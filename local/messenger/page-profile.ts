/** The Messenger profile of the Page: Get Started, greeting, persistent menu, ice breakers, with their limits. */
import { z } from "zod";
import { buttonOf } from "./check-buttons.ts";
import { checked } from "./checked.ts";
import { refusals } from "./graph-error.ts";
import type { Journal } from "./journal.ts";
import { limits } from "./limits.ts";
import { characters, oneTo } from "./parameters.ts";

const locale = z.string().regex(/^(default|[a-z]{2,3}_[A-Z]{2})$/, { error: "must be default or a locale" });

const hasDefault = (parts: readonly { readonly locale: string }[]): boolean =>
  parts.some((part) => part.locale === "default");
const perLocale = <Part extends z.ZodType<{ locale: string }>>(part: Part) =>
  z.array(part).min(1).refine(hasDefault, "must have an element for the locale default");

const profile = z.strictObject({
  get_started: z.strictObject({ payload: characters(limits.getStartedPayload) }).optional(),
  greeting: perLocale(z.strictObject({ locale, text: characters(limits.greetingCharacters) })).optional(),
  persistent_menu: perLocale(
    z.strictObject({
      locale,
      composer_input_disabled: z.boolean().optional(),
      call_to_actions: oneTo(limits.menuItems, buttonOf(limits.menuTitle, limits.menuPayload)),
    }),
  ).optional(),
  ice_breakers: perLocale(
    z.strictObject({
      locale,
      call_to_actions: oneTo(
        limits.iceBreakers,
        z.strictObject({ question: z.string().min(1), payload: characters(limits.iceBreakerPayload) }),
      ),
    }),
  ).optional(),
});

type Profile = z.output<typeof profile>;
const names = ["get_started", "greeting", "persistent_menu", "ice_breakers"] as const;
const name = z.enum(names);

export class PageProfile {
  #fields: Profile = {};
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
    for (const line of journal.past) {
      const kept = line.kind === "profile" ? profile.safeParse(line.fields) : undefined;
      if (kept?.success) this.#fields = kept.data;
    }
  }

  /** The payload that the Get Started button sends, where the Page has one. */
  get getStarted(): string | undefined {
    return this.#fields.get_started?.payload;
  }

  /** The fields asked for, of those that are set. */
  read(fields: string | null): object {
    const asked = checked(z.array(name), (fields ?? "").split(",").filter(Boolean));
    return Object.fromEntries(Object.entries(this.#fields).filter(([key]) => asked.some((one) => one === key)));
  }

  /** Sets the fields given and leaves the others. */
  set(parameters: Readonly<Record<string, unknown>>): void {
    const fields = checked(profile, parameters);
    if (Object.keys(fields).length === 0) {
      throw refusals.badParameter("At least one Messenger profile property is required.");
    }
    this.#keep({ ...this.#fields, ...fields });
  }

  /** Takes the named fields away. */
  remove(parameters: Readonly<Record<string, unknown>>): void {
    const { fields } = checked(z.strictObject({ fields: z.array(name).min(1) }), parameters);
    const left = Object.entries(this.#fields).filter(([key]) => !fields.some((one) => one === key));
    this.#keep(Object.fromEntries(left));
  }

  #keep(fields: Profile): void {
    if (fields.persistent_menu !== undefined && fields.get_started === undefined) {
      throw refusals.badParameter("You must set a Get Started button if you also wish to use a persistent menu.");
    }
    this.#fields = fields;
    this.#journal.append({ kind: "profile", fields: { ...fields } });
  }
}
