/** What is wrong in the shop folder, said so that the person who edits it can mend it. */

export interface ShopProblem {
  /** Path below the shop folder. */
  readonly file: string;
  /** From 1, where the file has lines that a person counts. */
  readonly line?: number;
  /** A column of the catalogue, a path in the settings, a key of the wording. */
  readonly column?: string;
  readonly what: string;
  readonly mend: string;
  /** True: the shop cannot open like this. False: it opens, without the row or in spite of it. */
  readonly stops: boolean;
}

/** One problem as one line: where, what is wrong, how to mend it. */
export function describeProblem(problem: ShopProblem): string {
  const where = [
    problem.file,
    problem.line === undefined ? undefined : `line ${problem.line}`,
    problem.column === undefined ? undefined : problem.column,
  ].filter((part) => part !== undefined);
  return `${where.join(", ")}: ${problem.what} ${problem.mend}`;
}
