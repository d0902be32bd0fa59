/** The wording files of the shop folder: the keys and parameters that the conversation uses, in every language. */
import { IntlMessageFormat } from "intl-messageformat";
import * as z from "zod";
import { sentences } from "#core/conversation/wording.ts";
import type { Shop } from "#core/shop/shop.ts";
import { type Locale, locales } from "#core/values/locale.ts";
import type { ShopProblem } from "./shop-problem.ts";

type Messages = Readonly<Record<string, string>>;

/** All sentences by language; `read` gives a file's text below the shop folder, or nothing. */
export function readWording(read: (file: string) => string | undefined): {
  wording: Shop["wording"];
  problems: readonly ShopProblem[];
} {
  const problems: ShopProblem[] = [];
  const messages = (locale: Locale): Messages => {
    const file = `wording/${locale}.json`;
    const found = readMessages(file, read(file), problems);
    if (found) problems.push(...wrongMessages(file, found, locale));
    return found ?? {};
  };
  const [fr, en] = locales.map(messages);
  return { wording: { fr: fr ?? {}, en: en ?? {} }, problems };
}

const messageFile = z.record(z.string(), z.string());

function readMessages(file: string, text: string | undefined, problems: ShopProblem[]): Messages | undefined {
  if (text === undefined) {
    const what = "the file is missing: the shop would have no words.";
    problems.push({ file, what, mend: "Take the example shop's and change its words.", stops: true });
    return undefined;
  }
  try {
    return messageFile.parse(JSON.parse(text));
  } catch (error) {
    const where = /line (\d+)/.exec(error instanceof SyntaxError ? error.message : "")?.[1];
    problems.push({
      file,
      ...(where !== undefined && { line: Number(where) }),
      what: "this is not a JSON file of keys and sentences.",
      mend: 'Write { "key": "sentence", … }: look for a missing comma or quotation mark.',
      stops: true,
    });
    return undefined;
  }
}

function wrongMessages(file: string, messages: Messages, locale: Locale): readonly ShopProblem[] {
  const known: Readonly<Record<string, Readonly<Record<string, "text" | "number">>>> = sentences;
  const missing = Object.keys(known).filter((key) => (messages[key] ?? "").trim() === "");
  const unknown = Object.keys(messages).filter((key) => !Object.hasOwn(known, key));
  return [
    ...missing.map((key) => ({
      file,
      column: key,
      what: "the sentence is missing.",
      mend: "Write it; the example shop's wording has one.",
      stops: true,
    })),
    ...unknown.map((key) => ({
      file,
      column: key,
      what: "no sentence has this key.",
      mend: "Correct the key or take it out.",
      stops: false,
    })),
    ...Object.entries(known).flatMap(([key, parameters]) =>
      wrongMessage(messages[key] ?? "", Object.keys(parameters), locale).map((problem) => ({
        file,
        column: key,
        ...problem,
      })),
    ),
  ];
}

function wrongMessage(
  message: string,
  parameters: readonly string[],
  locale: Locale,
): readonly Pick<ShopProblem, "what" | "mend" | "stops">[] {
  let used: readonly string[];
  try {
    used = argumentsOf(new IntlMessageFormat(message, locale).getAst());
  } catch {
    const mend = "Every { needs its }; an apostrophe before a brace is written twice ('').";
    return [{ what: "the sentence is not a valid ICU message.", mend, stops: true }];
  }
  const strangers = used.filter((name) => !parameters.includes(name));
  if (strangers.length === 0) return [];
  const mend = parameters.length === 0 ? "This sentence has no parameters." : `It may use ${list(parameters)}.`;
  return [{ what: `nothing is put in for ${list(strangers)}.`, mend, stops: true }];
}

const list = (names: readonly string[]): string => names.map((name) => `{${name}}`).join(", ");

/** Literal text (0) and tags (8) of the parser's syntax tree: what they hold is no parameter. */
const nameless: readonly number[] = [0, 8];

type Element = ReturnType<IntlMessageFormat["getAst"]>[number];

/** The names of all parameters, also those inside the branches of a plural or select, or inside tags. */
function argumentsOf(elements: readonly Element[]): readonly string[] {
  const names = elements.flatMap((element): readonly string[] => {
    const kind: number = element.type;
    const name = "value" in element && !nameless.includes(kind) ? [element.value] : [];
    const branches =
      "options" in element ? Object.values(element.options).flatMap((option) => argumentsOf(option.value)) : [];
    const children = "children" in element ? argumentsOf(element.children) : [];
    return [...name, ...branches, ...children];
  });
  return [...new Set(names)];
}
