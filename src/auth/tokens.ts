import { jwtVerify, SignJWT } from 'jose'

export interface Tokens {
  /** A token for the user, and the moment when it ends. */
  sign(userId: string): Promise<{ token: string; expiresAt: Date }>
  /** The user's id; undefined for a token that is forged, expired or no token at all. */
  verify(token: string): Promise<string | undefined>
}

const lifetimeMs = 24 * 60 * 60 * 1000
const algorithm = 'HS256'
const issuer = 'metagauge-api'

/** JSON Web Tokens signed with the secret. They hold the user's id alone; role and state are read at each request. */
export function createTokens(secret: string): Tokens {
  const key = new TextEncoder().encode(secret)
  return {
    async sign(userId) {
      const expiresAt = new Date(Date.now() + lifetimeMs)
      const token = await new SignJWT()
        .setProtectedHeader({ alg: algorithm })
        .setIssuer(issuer)
        .setSubject(userId)
        .setIssuedAt()
        .setExpirationTime(expiresAt)
        .sign(key)
      return { token, expiresAt }
    },
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, key, { issuer, algorithms: [algorithm] })
        return payload.sub
      } catch {
        // Which of its parts is wrong is nobody's business but the holder's.
        return undefined
      }
    },
  }
}
