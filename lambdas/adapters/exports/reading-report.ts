/** What becomes of findings and of bytes read: thrown, kept for a report, told as progress. */
import { ExportProblem, type Finding, type FoundExport } from "#core/exports/found-export.ts";
import type { LeftOut, ReadingOptions } from "./reading.ts";

interface Report {
  readonly findings: Finding[];
  readonly leftOut: LeftOut;
}

/** A report beginning with what was found already; throws the first finding, unless it is to be gone on without. */
export function reportOf(found: readonly Finding[], { lenient = false }: ReadingOptions): Report {
  const [first] = found;
  if (first !== undefined && !lenient) throw new ExportProblem(first);
  return { findings: found.slice(0, findingsKept), leftOut: { findings: found.length, items: 0 } };
}

const findingsKept = 100;

/** Who is told while these exports are read. */
export function watched(sources: readonly FoundExport[], { onProgress }: ReadingOptions, report: Report) {
  const files = sources.flatMap((source) => source.files);
  const bytesTotal = files.reduce((sum, { size }) => sum + (size ?? 0), 0);
  for (const { size, itemCount } of files) if (size === undefined) report.leftOut.items += itemCount;
  let bytesRead = 0;
  return {
    onBytes: (count: number): void => {
      bytesRead += count;
      onProgress?.({ bytesRead, bytesTotal });
    },
    onFinding: (finding: Finding, items: number): void => {
      report.leftOut.findings += 1;
      report.leftOut.items += items;
      if (report.findings.length < findingsKept) report.findings.push(finding);
    },
  };
}
