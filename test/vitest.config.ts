import { defineConfig } from 'vitest/config'

export default defineConfig({
  // The copy that Node gives to Apollo Server. Vite would give our code the other one, and `instanceof` would fail.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    globalSetup: ['./support/global-setup.ts'],
    setupFiles: ['./support/random-seed.ts'],
    // Each file has its own database; two workers are what two cores can feed.
    maxWorkers: 2,
    // Far beyond what anything takes on an idle machine: a test that has to be quick says so itself.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
  },
})
