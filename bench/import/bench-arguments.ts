import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { OperatorError } from '../../src/errors.ts'

/** What to measure, in the order in which it is done. */
export const parts = ['memory', 'rounds', 'inserts', 'upload', 'latency'] as const
export type Part = (typeof parts)[number]

export interface BenchOptions {
  readonly scale: number
  readonly rounds: number
  readonly seed: number
  readonly idleSeconds: number
  readonly parts: readonly Part[]
  readonly cacheDirectory: string
  /** File for all figures as JSON. */
  readonly jsonFile: string | undefined
  /** Where the servers leave profiles of their processor time. */
  readonly profileDirectory: string | undefined
}

const usage = `npm run bench:import -- [options]
  --scale N        1 is 1,000,000 messages and all that belongs to them (default 1)
  --rounds N       import and COPY by turns, the median counts (default 1)
  --seed N         other records (default 1)
  --idle SECONDS   how long dashboards are asked for without an import (default 30)
  --only PARTS     of ${parts.join(',')} (default all; inserts needs rounds)
  --cache DIR      where the legacy files stay for the next run (default: in the temporary directory)
  --json FILE      all figures as JSON
  --profile DIR    CPU profiles of the servers, which makes them slower`

/** @throws OperatorError with the usage. */
export function parseBenchArguments(words: readonly string[]): BenchOptions {
  const values = parseOptions(words)
  const chosen = (values.only ?? parts.join(',')).split(',')
  const known = parts.filter((part) => chosen.includes(part))
  if (known.length !== chosen.length) throw new OperatorError(usage)
  if (known.includes('inserts') && !known.includes('rounds')) throw new OperatorError(usage)
  return {
    scale: requireNumber(values.scale, 0.0001),
    rounds: requireNumber(values.rounds, 1),
    seed: requireNumber(values.seed, 1),
    idleSeconds: requireNumber(values.idle, 1),
    parts: known,
    cacheDirectory: resolve(values.cache),
    jsonFile: values.json,
    profileDirectory: values.profile === undefined ? undefined : resolve(values.profile),
  }
}

function parseOptions(words: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        scale: { type: 'string', default: '1' },
        rounds: { type: 'string', default: '1' },
        seed: { type: 'string', default: '1' },
        idle: { type: 'string', default: '30' },
        only: { type: 'string' },
        cache: { type: 'string', default: join(tmpdir(), 'metagauge-bench') },
        json: { type: 'string' },
        profile: { type: 'string' },
      },
    })
    return values
  } catch (error) {
    throw new OperatorError(usage, { cause: error })
  }
}

function requireNumber(text: string, least: number): number {
  const number = Number(text)
  if (!(number >= least)) throw new OperatorError(usage)
  return number
}
