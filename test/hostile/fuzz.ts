/** `npm run fuzz -- --bodies 1000000 --seed 7`: sends that many hostile requests and answers to the webhooks, pages and callers. */
import { parseArgs } from "node:util";
import { campaign } from "./campaign.ts";

const { values } = parseArgs({ options: { bodies: { type: "string" }, seed: { type: "string" } } });
const bodies = Number(values.bodies ?? 100_000);
const seed = Number(values.seed ?? 1);
if (!Number.isSafeInteger(bodies) || bodies < 1 || !Number.isSafeInteger(seed)) {
  console.error("--bodies takes a number above 0, --seed a whole number.");
  process.exit(1);
}

const started = performance.now();
const report = await campaign({
  bodies,
  seed,
  onProgress: (done) => {
    const rate = Math.round(done / ((performance.now() - started) / 1000));
    process.stderr.write(`\r${done} of ${bodies} requests, ${rate} a second `);
  },
});
process.stderr.write("\n");
console.log(
  `${report.bodies} requests with seed ${seed} in ${report.seconds.toFixed(0)} s, ${report.queued} messages queued`,
);
for (const [answer, times] of Object.entries(report.answers)) console.log(`  ${answer}: ${times}`);
const { slowest, memory } = report;
console.log(`slowest: ${slowest.milliseconds.toFixed(1)} ms for ${slowest.bytes} bytes (${slowest.target})`);
console.log(`memory in use: ${memory.early.toFixed(1)} MB after a tenth, ${memory.late.toFixed(1)} MB at the end`);
for (const fault of report.faults) console.error(`fault: ${fault}`);
process.exitCode = report.faults.length > 0 ? 1 : 0;
