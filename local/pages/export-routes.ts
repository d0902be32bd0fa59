/** The merchant's exports on the page: begin one now, see the newest files for people, open them. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { LocalExports, StoredObject } from "#local/exports/local-exports.ts";

export interface ExportRoutes {
  /** Answers a path below `/local/exports`. */
  answer(url: URL, request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** How many files are shown. */
const shown = 8;
const folder = "readable/";

/** The routes over the shop's exports. */
export const exportRoutes = (exports: LocalExports): ExportRoutes => ({
  async answer(url, request, response) {
    if (url.pathname === "/local/exports/file") return sendFile(exports, url.searchParams.get("key") ?? "", response);
    if (request.method === "POST") {
      // A page of another origin cannot send this content type without a preflight, which is not answered.
      if (request.headers["content-type"] !== "application/json") return json(response, 415, trouble("JSON only."));
      const { items } = await exports.exportNow();
      return json(response, 200, { items, files: await newest(exports) });
    }
    json(response, 200, { files: await newest(exports) });
  },
});

const newest = async (exports: LocalExports): Promise<readonly StoredObject[]> =>
  newestFirst(await exports.list(folder)).slice(0, shown);

/** The files of one export together and in the order of their keys, the newest export first. */
export function newestFirst(files: readonly StoredObject[]): readonly StoredObject[] {
  const writtenAt = new Map<string, number>();
  for (const { key, at } of files) writtenAt.set(exportOf(key), Math.max(at, writtenAt.get(exportOf(key)) ?? 0));
  const newness = ({ key }: StoredObject): number => writtenAt.get(exportOf(key)) ?? 0;
  return files.toSorted((one, other) => newness(other) - newness(one) || one.key.localeCompare(other.key));
}

/** What the files of one export share: Page, date and name. */
const exportOf = (key: string): string => key.replace(/^readable\/[^/]*/, "").replace(/\.[^./]*$/, "");

async function sendFile(exports: LocalExports, key: string, response: ServerResponse): Promise<void> {
  const found = key.startsWith(folder) ? await exports.read(key) : undefined;
  if (!found) return json(response, 404, trouble("No such file."));
  response.writeHead(200, {
    "content-type": key.endsWith(".csv") ? "text/csv; charset=utf-8" : "application/vnd.apache.parquet",
    "content-disposition": `attachment; filename="${
      key
        .split("/")
        .at(-1)
        ?.replaceAll(/[^\w.-]/g, "_") ?? "orders"
    }"`,
    "cache-control": "no-store",
  });
  response.end(found);
}

const trouble = (message: string) => ({ error: { message } });

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}
