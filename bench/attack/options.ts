import { resolve } from 'node:path'
import { commonOptions, parseChoices, parseNumber, parseOptions } from '../arguments.ts'
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
  --seconds N     duration of each attack (default 10)
  --only ATTACKS  some of ${attackNames.join(',')} (default all)
  --cache DIR     directory of the databases, reused by the next run (default: in the temporary directory)
  --json FILE     write all figures as JSON`

const options = {
  ...commonOptions,
  seconds: { type: 'string', default: '10' },
  only: { type: 'string' },
} as const

/** @throws OperatorError with the usage. */
export function parseAttackArguments(words: readonly string[]): AttackOptions {
  const values = parseOptions(words, options, usage)
  return {
    seconds: parseNumber(values.seconds, 1, usage),
    attacks: parseChoices(values.only, attackNames, usage),
    cacheDirectory: resolve(values.cache),
    jsonFile: values.json,
  }
}
