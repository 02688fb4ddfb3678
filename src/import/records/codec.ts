import { type JsonValue, toJsonText } from '../../json/json-value.ts'
import type { WarningCode } from './warnings.ts'

/** A JSON value that says something: the application writes null where it has nothing to say. */
export type Present = Exclude<JsonValue, null>

/** Told of each change to the value that is being decoded. */
export type WarnOfValue = (code: WarningCode) => void

/** One kind of value: what stands in the legacy record, and what stands in its column. */
export interface Codec<Column> {
  /** What the column holds of the value; undefined when it can hold nothing of it, after a warning. */
  decode(value: Present, warn: WarnOfValue): Column | undefined
  /** What the application would have written. */
  encode(column: Column): JsonValue
}

/** Booleans as people write them by hand. */
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

/** A column with a list of allowed words. `nearest` is the allowed word for others that are known to occur. */
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
