import { hash } from 'node:crypto'
import { canonicalText } from '../../json/canonical.ts'
import type { JsonValue } from '../../json/json-value.ts'
import type { Codec } from './codec.ts'

const digestPattern = /^sha256:[0-9a-f]{64}$/

/** What stands for an API key wherever it is stored. A record that an export wrote has the digest already. */
export function digestApiKey(key: JsonValue): string {
  if (typeof key === 'string' && digestPattern.test(key)) return key
  return `sha256:${hash('sha256', typeof key === 'string' ? key : canonicalText(key))}`
}

/** The column of a record's concealed API key. */
export const apiKeyDigest: Codec<string> = {
  decode(value, warn) {
    if (typeof value === 'string' && digestPattern.test(value)) return value
    if (value !== '') warn('WRONG_TYPE')
    return undefined
  },
  encode: (column) => column,
}

/**
 * A digest for a user without a key, which opens nothing: it is the SHA-256 of no text that anybody knows. Random
 * bytes would do too, but would be others on the next import.
 */
export function createUnusableDigest(userId: string): string {
  return `sha256:${hash('sha512-256', userId)}`
}
