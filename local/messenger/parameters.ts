/** Kinds of value that Meta's parameters share: texts with a limit, addresses, decimal numbers, lists. */
import { z } from "zod";
import type { Limit } from "./limits.ts";

/** A text of at most so many characters, with something other than white space in it. */
export const characters = (most: Limit) =>
  z
    .string()
    .refine((text) => text.trim() !== "", "must be a non-empty string")
    .refine((text) => Array.from(text).length <= most.value, `must be at most ${most.value} characters`);

/** A text without a documented limit, with something other than white space in it. */
export const words = z.string().refine((text) => text.trim() !== "", "must be a non-empty string");

/** One to so many of a kind. */
export const oneTo = <Item extends z.ZodType>(most: Limit, item: Item) => z.array(item).min(1).max(most.value);

/** What a `web_url` button may open: https, or http on this very machine, which only a local stack can mean. */
export const pageAddress = z.string().refine(opens, "must be an https URL");

/** What Meta may fetch a picture from. */
export const pictureAddress = z
  .string()
  .refine((text) => ["http:", "https:"].includes(protocolOf(text)), "must be an http or https URL");

/** An id as Graph wants it: digits in a string, because they do not fit a number. */
export const digits = z.string().regex(/^\d{1,32}$/, { error: 'must be a valid ID string (e.g., "123")' });

function opens(text: string): boolean {
  if (protocolOf(text) === "https:") return true;
  return protocolOf(text) === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(new URL(text).hostname);
}

function protocolOf(text: string): string {
  return URL.canParse(text) ? new URL(text).protocol : "";
}
