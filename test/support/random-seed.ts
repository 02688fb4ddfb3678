import fc from 'fast-check'
import { inject } from 'vitest'

// Runs before every test file: see setupFiles in vitest.config.ts.

const runSeed = inject('randomSeed')

/** A property that names no seed takes the run's. Its failure names the seed and the path to the counterexample. */
fc.configureGlobal({ seed: runSeed })

/** The seed in the environment variable, otherwise the run's. */
export function findSeed(variable: string): number {
  return Number(process.env[variable] ?? runSeed)
}
