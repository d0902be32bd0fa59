/** Which lines the functions may log, as `docs/logs.md` lists them, and what is wrong with a line that was logged. */
import { readFileSync } from "node:fs";
import { z } from "zod";

/** Sentence -> the fields that may stand beside it. */
export type Catalogue = ReadonlyMap<string, ReadonlySet<string>>;

/** The lines listed on the page. */
export function logCatalogue(page = readFileSync("docs/logs.md", "utf8")): Catalogue {
  const [, lines = ""] = page.split("## Lines");
  const rows = lines.matchAll(/^\| `([^`]+)`\s*\| \w+\s*\| [\w ]+\| ([^|]+) *\|$/gm);
  return new Map(
    [...rows].map(([, message = "", fields = ""]) => [
      message,
      new Set([...fields.matchAll(/`(\w+)`/g)].map(([, field = ""]) => field)),
    ]),
  );
}

/** What a printed line has that it should not; nothing for one that is as the page says. */
export function faultOf(line: string, catalogue: Catalogue): string | undefined {
  const parsed = json(line);
  if (parsed === undefined) return "it is not JSON";
  const metric = metricLine.safeParse(parsed);
  if (metric.success) return faultOfMetric(metric.data);
  const logged = logLine.safeParse(parsed);
  if (!logged.success) return "it is neither a line of the log nor a metric";
  const { message, reason, ...others } = logged.data;
  const allowed = catalogue.get(message);
  if (!allowed) return `nothing is known of "${message}"`;
  const given = [...Object.keys(others), ...(reason === undefined ? [] : ["reason"])];
  const extra = given.find((field) => !usual.has(field) && !allowed.has(field));
  return extra === undefined ? undefined : `it has the field ${extra}`;
}

/** What the logger adds to every line. */
const usual = new Set(["level", "service", "timestamp", "sampling_rate", "xray_trace_id"]);

const cause: z.ZodType = z.lazy(() => z.strictObject({ ...ofAnError, cause: cause.optional() }));
const ofAnError = {
  name: z.string(),
  message: z.string().optional(),
  code: z.string().optional(),
  status: z.number().optional(),
};
const reason = z.strictObject({
  ...ofAnError,
  at: z.array(z.string().regex(/^at /)).max(6).optional(),
  cause: cause.optional(),
});
const logLine = z.looseObject({ level: z.string(), message: z.string(), reason: reason.optional() });
const metricLine = z.looseObject({
  _aws: z.strictObject({
    Timestamp: z.number(),
    CloudWatchMetrics: z.array(
      z.strictObject({
        Namespace: z.literal("Comptoir"),
        Dimensions: z.array(z.array(z.string())),
        Metrics: z.array(z.strictObject({ Name: z.string(), Unit: z.string() })),
      }),
    ),
  }),
});

function faultOfMetric({ _aws, ...values }: z.infer<typeof metricLine>): string | undefined {
  const dimensions = _aws.CloudWatchMetrics.flatMap(({ Dimensions }) => Dimensions.flat()).join();
  if (dimensions !== "service") return `it has the dimensions ${dimensions}`;
  const names = new Set(_aws.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name)));
  const extra = Object.keys(values).find((key) => key !== "service" && !names.has(key));
  return extra === undefined ? undefined : `it has the value ${extra}`;
}

function json(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
