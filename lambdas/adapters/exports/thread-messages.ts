/** What those who read an export together, and whoever gives them its files and takes their rows, say to each other. */
import { ExportProblem, type Finding } from "#core/exports/found-export.ts";
import { PlaceProblem } from "#ports/export-place.ts";
import type { PresentTask, PresentTerms } from "./present-reader.ts";
import type { AttributeChoice, RowMaker } from "./reading.ts";

/** What a hand begins with. */
export interface HandTerms extends PresentTerms {
  /** Of the place, which each thread opens for itself. */
  readonly place: string;
  readonly attributes: AttributeChoice | undefined;
  readonly lenient: boolean;
  readonly maker: RowMaker;
}

export type ToHand =
  | { readonly kind: "read"; readonly task: PresentTask; readonly keyNames: readonly string[] }
  /** A batch was taken; another may come. */
  | { readonly kind: "taken" }
  /** There is nothing more to read. */
  | { readonly kind: "end" };

export type FromHand =
  | { readonly kind: "ready" }
  | { readonly kind: "rows"; readonly rows: unknown; readonly bytes: number }
  /** Packed bytes that were read, where there are no rows to tell of them. */
  | { readonly kind: "progress"; readonly bytes: number }
  | { readonly kind: "left out"; readonly finding: Finding; readonly items: number }
  | { readonly kind: "done"; readonly keyNames: readonly string[]; readonly bytes: number }
  /** All that was held back is told. */
  | { readonly kind: "ended" }
  | { readonly kind: "failed"; readonly failure: Failure };

/** An error as it crosses from thread to thread, which takes its class from it. */
export type Failure =
  | { readonly of: "export"; readonly finding: Finding }
  | { readonly of: "place"; readonly why: PlaceProblem["why"]; readonly message: string }
  | { readonly of: "other"; readonly error: unknown };

export function failureOf(error: unknown): Failure {
  if (error instanceof ExportProblem) return { of: "export", finding: error.finding };
  if (error instanceof PlaceProblem) return { of: "place", why: error.why, message: error.message };
  return { of: "other", error };
}

export function errorOf(failure: Failure): unknown {
  if (failure.of === "export") return new ExportProblem(failure.finding);
  return failure.of === "place" ? new PlaceProblem(failure.why, failure.message) : failure.error;
}
