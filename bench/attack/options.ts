import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { OperatorError } from '../../src/errors.ts'
import { attackNames } from './attacks.ts'

export interface AttackOptions {
  /** Duration of each attack. */
  readonly seconds: number
  readonly attacks: readonly string[]
  readonly cacheDirectory: string
  /** File for all figures as JSON. */
  readonly jsonFile: string | undefined
}

const usage = `npm run bench:attack -- [options]
  --seconds N     how long each attack takes (default 10)
  --only ATTACKS  of ${attackNames.join(',')} (default all)
  --cache DIR     where the databases stay for the next run (default: in the temporary directory)
  --json FILE     all figures as JSON`

/** @throws OperatorError with the usage. */
export function parseAttackArguments(words: readonly string[]): AttackOptions {
  const values = parseOptions(words)
  const chosen = values.only?.split(',') ?? attackNames
  const seconds = Number(values.seconds)
  if (!chosen.every((name) => attackNames.includes(name)) || !(seconds >= 1)) throw new OperatorError(usage)
  return {
    seconds,
    attacks: attackNames.filter((name) => chosen.includes(name)),
    cacheDirectory: resolve(values.cache),
    jsonFile: values.json,
  }
}

function parseOptions(words: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        seconds: { type: 'string', default: '10' },
        only: { type: 'string' },
        cache: { type: 'string', default: join(tmpdir(), 'metagauge-bench') },
        json: { type: 'string' },
      },
    })
    return values
  } catch (error) {
    throw new OperatorError(usage, { cause: error })
  }
}
