import { createHash, randomBytes } from 'node:crypto'

const keyBytes = 32
/** Lets a person, or a scanner of leaked secrets, tell what the text is. */
const keyPrefix = 'mg_'

/** A new API key, 256 random bits. Only its digest is ever stored. */
export function createApiKey(): string {
  return keyPrefix + randomBytes(keyBytes).toString('base64url')
}

/** What `users.api_key` holds of a key: `sha256:<hex>`. A key has too many bits to be guessed, so no salt is needed. */
export function digestApiKey(key: string): string {
  return `sha256:${createHash('sha256').update(key).digest('hex')}`
}
