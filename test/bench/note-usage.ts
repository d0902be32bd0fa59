/** Loaded before a program (`node --import`): notes at its end what it took, in the file that BENCH_USAGE names. */
import { writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

const file = process.env["BENCH_USAGE"];
if (file !== undefined && isMainThread) {
  process.on("exit", () => {
    // Kilobytes, of all threads together.
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    writeFileSync(
      file,
      JSON.stringify({ peakMegabytes: maxRSS / 1000, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 }),
    );
  });
}
