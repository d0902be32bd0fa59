/** A real browser for tests and pictures, from npm packages alone: headless Chromium driven over the DevTools protocol. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sparticuz from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";

/**
 * Starts a browser; the caller closes it. Test files that run at the same time share one unpacked copy, which is put in
 * place whole: a copy half written by another process is never run.
 */
export async function launchBrowser(): Promise<Browser> {
  const home = await unpackedChromium();
  sparticuz.setGraphicsMode = false;
  return chromium.launch({
    executablePath: join(home, "chromium"),
    args: sparticuz.args
      .filter((argument) => !unwanted.some((start) => argument.startsWith(start)))
      .concat("--disable-gpu"),
    env: {
      ...process.env,
      ...librariesFor(home),
      FONTCONFIG_FILE: join(home, "fonts.conf"),
      HOME: process.env["HOME"] ?? tmpdir(),
    },
    headless: true,
  });
}

/** A bare machine lacks libraries that a browser needs (NSS, for one); the package brings those of Amazon Linux. */
function librariesFor(home: string): Record<string, string> {
  const starts = spawnSync(join(home, "chromium"), ["--version"], { stdio: "ignore" }).status === 0;
  return starts ? {} : { LD_LIBRARY_PATH: join(home, "al2023", "lib") };
}

/**
 * The package's arguments for Lambda that are left out here: with a single process, closing one context ends the browser; and
 * the browser must keep the web's security rules.
 */
const unwanted = [
  "--single-process",
  "--no-zygote",
  "--in-process-gpu",
  "--headless",
  "--disable-features",
  "--disable-web-security",
  "--disable-site-isolation-trials",
  "--allow-running-insecure-content",
];

let unpacked: Promise<string> | undefined;

function unpackedChromium(): Promise<string> {
  unpacked ??= unpack();
  return unpacked;
}

async function unpack(): Promise<string> {
  const home = join(tmpdir(), `comptoir-chromium-${await version()}`);
  if (existsSync(join(home, "chromium"))) return home;
  await mkdir(tmpdir(), { recursive: true });
  const stage = await mkdtemp(`${home}-`);
  await extractInto(stage);
  await writeFile(join(stage, "fonts.conf"), fontSettings(home));
  try {
    await rename(stage, home);
  } catch (cause) {
    await rm(stage, { recursive: true, force: true });
    if (!existsSync(join(home, "chromium"))) throw new Error(`Chromium could not be put into ${home}`, { cause });
  }
  return home;
}

/** The package does not export its package.json. */
async function version(): Promise<string> {
  const file = new URL("../../package.json", import.meta.resolve("@sparticuz/chromium"));
  const read: unknown = JSON.parse(await readFile(file, "utf8"));
  if (typeof read === "object" && read !== null && "version" in read && typeof read.version === "string")
    return read.version;
  throw new Error("@sparticuz/chromium does not name its version");
}

/**
 * The package unpacks into the temporary folder and does not check whether a file that is there is complete. The libraries
 * it unpacks only in a Lambda function, by the environment variable set here.
 */
async function extractInto(folder: string): Promise<void> {
  const pretended = { TMPDIR: folder, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x" };
  const before = Object.keys(pretended).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, pretended);
  try {
    await sparticuz.executablePath();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

/** For a machine without fonts: those of the package. */
const fontSettings = (home: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${home}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <cachedir>${home}/font-cache</cachedir>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
  <alias><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
</fontconfig>
`;
