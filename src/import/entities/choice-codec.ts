import { type JsonValue, toJsonText } from '../../json/json-value.ts'
import type { Codec } from './codec.ts'

/** Booleans as people write them by hand. */
const written = new Map([
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
    return written.get(toPlainWord(value))
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
