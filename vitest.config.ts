import { defineConfig } from "vitest/config";

/** Three projects by what they touch: nothing, the synthesised template, the whole stack over its real protocols. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/{cli,core,laws,lambdas,shop,local}/**/*.test.ts", "test/hostile/*.test.ts"],
          testTimeout: 10_000,
        },
      },
      {
        test: { name: "lib", include: ["test/lib/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 },
      },
      {
        test: {
          name: "stack",
          include: [
            "test/{adapters,disorder,exports,journeys,privilege,privacy,reliability}/**/*.test.ts",
            "test/hostile/stack/*.test.ts",
          ],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          globalSetup: ["test/support/assembly.ts"],
        },
      },
    ],
  },
});
