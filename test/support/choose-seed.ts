import { randomInt } from 'node:crypto'

/** A CI run must not fail by chance because of a fault that its commit did not introduce. */
const fixedSeed = 20_261_129

/** The seed of a run's random input: SEED if set, a fixed seed in CI, otherwise a new one for each run. */
export function chooseSeed({ SEED, CI }: NodeJS.ProcessEnv): number {
  if (!SEED) return CI ? fixedSeed : randomInt(2 ** 31)
  const seed = Number(SEED)
  if (!Number.isInteger(seed)) throw new Error(`SEED is ${SEED}. It must be an integer.`)
  return seed
}
