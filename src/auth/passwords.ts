import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { verify as verifyBcrypt } from '@node-rs/bcrypt'
import { createConcurrencyLimit, type QueuePlace } from './concurrency-limit.ts'

const argon2Async = promisify(argon2)

/** OWASP's recommendation for argon2id: 19 MiB, two passes, one lane. */
const ownParameters = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const
const saltLength = 16

/**
 * Bounds on the parameters of a stored hash; any other hash is unusable. Imports contain hashes created elsewhere, and
 * one with `t=400` or `m=2097152` would block all logins. Every hash within the bounds is verified within the time of a
 * rejection (`refusalMs` in login.ts), so that the time of a rejection does not reveal the kind of hash.
 */
const argon2Bounds = {
  /** In KiB. The algorithm requires at least 8 per lane. */
  memory: { min: 8, max: 65_536 },
  passes: { min: 1, max: 10 },
  /** KiB times passes, which determines the time. RFC 9106 recommends 64 MiB with three passes. */
  work: { min: 8, max: 4 * 65_536 },
  parallelism: { min: 1, max: 4 },
  /** In bytes. */
  salt: { min: 8, max: 64 },
  /** In bytes. A short tag matches too many passwords. */
  tag: { min: 16, max: 64 },
} as const
/** The legacy application's cost was 6 or 12; each step doubles the time. */
const bcryptCost = { min: 4, max: 13 } as const

const argon2Format =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,4}),p=(\d{1,3})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/
const bcryptFormat = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/

/** Owners are signed in, have a valid code, or use a known client. */
export type HashQueue = 'owners' | 'logins' | 'registrations'
export type HashPlace = QueuePlace<HashQueue>

/**
 * Every hash takes 19 MiB and a thread of libuv's pool, which has four: files and DNS need the others. The queues take
 * turns, so that neither a flood of logins nor one of registrations delays the other.
 */
const hashing = createConcurrencyLimit<HashQueue>({ maxRunning: 2, maxWaiting: 100 })

interface Argon2Hash {
  readonly algorithm: 'argon2id'
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
  readonly salt: Buffer
  readonly tag: Buffer
}

type DecodedHash = Argon2Hash | { readonly algorithm: 'bcrypt' }

/**
 * The argon2id hash of the password as a PHC string. Computed off the event loop.
 * @throws AppError UNAVAILABLE if too many hashes are waiting.
 */
export async function hashPassword(password: string, place: HashPlace): Promise<string> {
  const { memory, passes, parallelism } = ownParameters
  const salt = randomBytes(saltLength)
  const tag = await hashing.run(place, () => computeTag(password.normalize(), { ...ownParameters, salt }))
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${toBase64(salt)}$${toBase64(tag)}`
}

/**
 * Whether the password matches the hash: argon2id, or the legacy application's bcrypt. An unusable hash matches no
 * password. Hashes from elsewhere may be of another Unicode form than NFC, so that is tried, too.
 * @throws AppError UNAVAILABLE if too many hashes are waiting.
 */
export async function verifyPassword(hash: string, password: string, place: HashPlace): Promise<boolean> {
  const decoded = decodeHash(hash)
  if (decoded === undefined) return false
  return hashing.run(place, async () => {
    for (const form of listForms(password)) if (await matches(decoded, hash, form)) return true
    return false
  })
}

/** One form for ASCII, at most two for other passwords. */
function listForms(password: string): ReadonlySet<string> {
  const normal = password.normalize()
  return new Set([normal, password === normal ? password.normalize('NFD') : password])
}

async function matches(decoded: DecodedHash, hash: string, password: string): Promise<boolean> {
  if (decoded.algorithm === 'bcrypt') return verifyBcrypt(password, hash)
  const { tag, ...parameters } = decoded
  return timingSafeEqual(await computeTag(password, { ...parameters, tagLength: tag.length }), tag)
}

/** Whether the text is a hash within the bounds. Otherwise the account needs a password reset. */
export function isUsableHash(hash: string): boolean {
  return decodeHash(hash) !== undefined
}

/** Whether the hash comes from the legacy application, and is replaced at the next login. */
export function isBcrypt(hash: string): boolean {
  return decodeHash(hash)?.algorithm === 'bcrypt'
}

function decodeHash(text: string): DecodedHash | undefined {
  const [, cost] = bcryptFormat.exec(text) ?? []
  if (cost !== undefined) return isWithin(Number(cost), bcryptCost) ? { algorithm: 'bcrypt' } : undefined
  const [, memory, passes, parallelism, salt, tag] = argon2Format.exec(text) ?? []
  if (salt === undefined || tag === undefined) return undefined
  const hash: Argon2Hash = {
    algorithm: 'argon2id',
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
  return isWithinBounds(hash) ? hash : undefined
}

function isWithinBounds({ memory, passes, parallelism, salt, tag }: Argon2Hash): boolean {
  return (
    isWithin(memory, argon2Bounds.memory) &&
    isWithin(passes, argon2Bounds.passes) &&
    isWithin(memory * passes, argon2Bounds.work) &&
    isWithin(parallelism, argon2Bounds.parallelism) &&
    memory >= argon2Bounds.memory.min * parallelism &&
    isWithin(salt.length, argon2Bounds.salt) &&
    isWithin(tag.length, argon2Bounds.tag)
  )
}

function isWithin(value: number, { min, max }: { readonly min: number; readonly max: number }): boolean {
  return value >= min && value <= max
}

type TagParameters = Omit<Argon2Hash, 'algorithm' | 'tag'> & { readonly tagLength: number }

function computeTag(password: string, parameters: TagParameters): Promise<Buffer> {
  const { salt: nonce, memory, passes, parallelism, tagLength } = parameters
  return argon2Async('argon2id', { message: password, nonce, memory, passes, parallelism, tagLength })
}

function toBase64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
