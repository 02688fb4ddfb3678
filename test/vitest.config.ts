import { defineConfig } from 'vitest/config'

/** Test files that `npm test` does not run. Each tier has its own script; the file name contains the tier. */
const tiers = ['timing', 'fuzz', 'faults']

export default defineConfig({
  // The same copy that Apollo Server loads. Vite would resolve another one for our code, and `instanceof` would fail.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    root: import.meta.dirname,
    globalSetup: ['./support/global-setup.ts'],
    setupFiles: ['./support/random-seed.ts'],
    // Each file has its own database; two workers keep two cores busy.
    maxWorkers: 2,
    // Much longer than any test takes on an idle machine. Tests that must be fast set their own limit.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'tests',
          include: ['**/*.test.ts'],
          exclude: tiers.map((tier) => `**/*.${tier}.test.ts`),
        },
      },
      ...tiers.map((tier) => ({
        extends: true as const,
        test: { name: tier, include: [`**/*.${tier}.test.ts`] },
      })),
    ],
  },
})
