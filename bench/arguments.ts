import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { OperatorError } from '../src/errors.ts'

/** The options of every benchmark, for `parseOptions`. */
export const commonOptions = {
  cache: { type: 'string', default: join(tmpdir(), 'metagauge-bench') },
  json: { type: 'string' },
} as const

/** @throws OperatorError with the usage. */
export function parseOptions<Options extends ParseArgsOptionsConfig>(
  words: readonly string[],
  options: Options,
  usage: string,
) {
  try {
    return parseArgs({ args: [...words], options }).values
  } catch (error) {
    throw new OperatorError(usage, { cause: error })
  }
}

/** @throws OperatorError with the usage for anything but a number of at least `min`. */
export function parseNumber(text: string, min: number, usage: string): number {
  const number = Number(text)
  if (!(number >= min)) throw new OperatorError(usage)
  return number
}

/** @throws OperatorError with the usage for anything but a positive integer. */
export function parseInteger(text: string, usage: string): number {
  const number = parseNumber(text, 1, usage)
  if (!Number.isSafeInteger(number)) throw new OperatorError(usage)
  return number
}

/**
 * Reads a comma-separated list of names, each at most once, and returns them in the order of `names`; all if omitted.
 * @throws OperatorError with the usage for any other name.
 */
export function parseChoices<Name extends string>(
  text: string | undefined,
  names: readonly Name[],
  usage: string,
): Name[] {
  const chosen = text === undefined ? names : text.split(',')
  const known = names.filter((name) => chosen.includes(name))
  if (known.length !== chosen.length) throw new OperatorError(usage)
  return known
}
