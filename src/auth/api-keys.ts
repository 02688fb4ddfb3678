import { createHash, randomBytes } from 'node:crypto'

const keyBytes = 32
/** Lets people and secret scanners recognize a key. */
const keyPrefix = 'mg_'

/** A new API key of 256 random bits. Only its digest is stored. */
export function createApiKey(): string {
  return keyPrefix + randomBytes(keyBytes).toString('base64url')
}

/** The value of `users.api_key` for a key. A key has too many bits to be guessed, so it needs no salt. */
export function digestApiKey(key: string): string {
  return `sha256:${createHash('sha256').update(key).digest('hex')}`
}
