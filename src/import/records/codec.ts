import { type JsonValue, toJsonText } from '../../json/json-value.ts'
import type { WarningCode } from './warnings.ts'

/** A JSON value other than null, which the application writes for a missing value. */
export type Present = Exclude<JsonValue, null>

/** Reports a change to the value that is being decoded. */
export type WarnOfValue = (code: WarningCode) => void

/** Converts a kind of value between the legacy record and its column. */
export interface Codec<Column> {
  /** The column's value; undefined, after a warning, if the column can't hold any of it. */
  decode(value: Present, warn: WarnOfValue): Column | undefined
  /** The value as the application would have written it. */
  encode(column: Column): JsonValue
}

/** Booleans as written by hand. */
const writtenBooleans = new Map([
  ['true', true],
  ['yes', true],
  ['1', true],
  ['false', false],
  ['no', false],
  ['0', false],
])

/** A BOOLEAN column. */
export const flag: Codec<boolean> = {
  decode(value, warn) {
    if (typeof value === 'boolean') return value
    warn('WRONG_TYPE')
    return writtenBooleans.get(toPlainWord(value))
  },
  encode: (column) => column,
}

/** A column with a list of allowed words. `nearest` maps other words that are known to occur to an allowed one. */
export function oneOf<const Word extends string>(
  allowed: readonly Word[],
  nearest: Readonly<Record<string, Word>> = {},
): Codec<Word> {
  const exact = new Map<JsonValue, Word>(allowed.map((word) => [word, word]))
  const similar = new Map<JsonValue, Word>([...exact, ...Object.entries(nearest)])
  return {
    decode(value, warn) {
      const word = exact.get(value)
      if (word === undefined) warn('UNKNOWN_VALUE')
      return word ?? similar.get(toPlainWord(value))
    },
    encode: (column) => column,
  }
}

function toPlainWord(value: JsonValue): string {
  return (typeof value === 'string' ? value : toJsonText(value)).trim().toLowerCase()
}
