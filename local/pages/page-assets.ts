/** The chat page's script and styles, bundled in memory from their sources when they are first asked for. */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export interface Asset {
  readonly type: string;
  readonly body: string;
}

/** An asset by its file name (`chat.js`, `chat.css`, `icon.svg` …); undefined where there is none. */
export async function pageAsset(name: string): Promise<Asset | undefined> {
  bundled ??= bundle();
  return (await bundled).get(name);
}

let bundled: Promise<ReadonlyMap<string, Asset>> | undefined;

const source = (path: string): string => fileURLToPath(new URL(`browser/${path}`, import.meta.url));

async function bundle(): Promise<ReadonlyMap<string, Asset>> {
  const result = await build({
    entryPoints: {
      chat: source("chat.ts"),
      "back-to-chat": source("back-to-chat.ts"),
      style: source("style/page.css"),
    },
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    outdir: "assets",
    write: false,
    logLevel: "silent",
  });
  const assets = new Map<string, Asset>();
  for (const file of result.outputFiles) {
    const name = file.path.replaceAll("\\", "/").split("/").at(-1) ?? "";
    const type = name.endsWith(".css") ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8";
    assets.set(name, { type, body: file.text });
  }
  assets.set("icon.svg", { type: "image/svg+xml", body: icon });
  return assets;
}

/** A counter with a bubble above it. */
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#1d5c4f"/><path d="M8 8h16a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2h-9l-4 4v-4H8a2 2 0 0 1-2-2v-6a2 2 0 0 1 2-2z" fill="#fff"/><path d="M5 25h22" stroke="#f2b84b" stroke-width="2.5" stroke-linecap="round"/></svg>`;
