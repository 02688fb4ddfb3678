import { jwtVerify, SignJWT } from 'jose'
import { z } from '../zod.ts'

export interface TokenOwner {
  readonly userId: string
  /** Tokens of an earlier version than the account's are revoked. */
  readonly version: number
}

export interface Tokens {
  sign(owner: TokenOwner): Promise<{ token: string; expiresAt: Date }>
  /** Returns undefined for a forged, expired or malformed token. */
  verify(token: string): Promise<TokenOwner | undefined>
}

const lifetimeMs = 24 * 60 * 60 * 1000
const algorithm = 'HS256'
const issuer = 'metagauge-api'
/** Rejects tokens that another service issues with the same secret. */
const audience = 'metagauge-graphql'
/** `exp` is in seconds; `ver` is the version. */
const claims = z.object({ sub: z.guid(), ver: z.int32(), exp: z.number() })
/** Verified tokens to cache. With more concurrent users, tokens are verified more often. */
const maxVerified = 10_000

interface VerifiedToken {
  readonly owner: TokenOwner
  readonly expiresAtMs: number
}

/**
 * JSON Web Tokens signed with the secret. They contain only the user's id and the version; role and state are read from
 * the database for each request.
 */
export function createTokens(secret: string): Tokens {
  const key = new TextEncoder().encode(secret)
  // A valid signature stays valid until the token expires, and verifying it takes as long as a small query.
  const verified = new Map<string, VerifiedToken>()
  return {
    async sign({ userId, version }) {
      const expiresAt = new Date(Date.now() + lifetimeMs)
      const token = await new SignJWT({ ver: version })
        .setProtectedHeader({ alg: algorithm })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(userId)
        .setIssuedAt()
        .setExpirationTime(expiresAt)
        .sign(key)
      return { token, expiresAt }
    },
    async verify(token) {
      const known = verified.get(token)
      if (known !== undefined && known.expiresAtMs > Date.now()) return known.owner
      verified.delete(token)
      try {
        const { payload } = await jwtVerify(token, key, { issuer, audience, algorithms: [algorithm] })
        const { sub, ver, exp } = claims.parse(payload)
        const owner = { userId: sub, version: ver }
        if (verified.size >= maxVerified) verified.clear()
        verified.set(token, { owner, expiresAtMs: exp * 1000 })
        return owner
      } catch {
        // The reason is not reported: it would only help an attacker.
        return undefined
      }
    },
  }
}
