import { defineConfig } from 'vitest/config'

/** Tests apart from `npm test`, each with a script of its own; a file's name says which it belongs to. */
const tiers = ['timing', 'fuzz', 'faults']

export default defineConfig({
  // The copy that Node gives to Apollo Server. Vite would give our code the other one, and `instanceof` would fail.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    root: import.meta.dirname,
    globalSetup: ['./support/global-setup.ts'],
    setupFiles: ['./support/random-seed.ts'],
    // Each file has its own database; two workers keep two cores busy.
    maxWorkers: 2,
    // Far beyond what any test takes on an idle machine: a test that has to be quick sets its own limit.
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
