/** What every part of the payment page is made from. */
import type { Account } from "../account/account.ts";
import type { SessionSecrets, StoredSession } from "../account/stored.ts";
import type { Entered, FieldErrors } from "./payment-form.ts";
import type { PageLanguage, PageWords } from "./wording.ts";

export interface PageContent {
  readonly account: Account;
  readonly session: StoredSession;
  readonly secrets: SessionSecrets;
  readonly language: PageLanguage;
  readonly words: PageWords;
  /** What was entered before, when the page is shown again. */
  readonly entered?: Entered;
  readonly errors?: FieldErrors;
  /** A sentence above the form: what went wrong. */
  readonly alert?: string;
}

/** The buyer's way back, with the session's id where the shop asked for it. */
export function successUrl(session: StoredSession): string {
  return (session.success_url ?? "").replaceAll("{CHECKOUT_SESSION_ID}", session.id);
}
