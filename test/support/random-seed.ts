import fc from 'fast-check'
import { inject } from 'vitest'

// Runs before every test file: see setupFiles in vitest.config.ts.

const runSeed = inject('randomSeed')

/** Properties without a seed use the run's. A failure reports the seed and the path to the counterexample. */
fc.configureGlobal({ seed: runSeed })

/** The seed in the environment variable, or the run's. */
export function findSeed(variable: string): number {
  return Number(process.env[variable] ?? runSeed)
}

/** The load or number of inputs of a test: the environment variable, or `short` with TEST_SHORT=true, or `full`. */
export function findCount(variable: string, { full, short }: { full: number; short: number }): number {
  return Number(process.env[variable] ?? (process.env.TEST_SHORT === 'true' ? short : full))
}
