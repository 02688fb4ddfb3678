import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { verify as verifyBcrypt } from '@node-rs/bcrypt'
import { createWorkGate } from './work-gate.ts'

const argon2Async = promisify(argon2)

/** OWASP's recommendation for argon2id: 19 MiB, two passes, one lane. */
const memoryKib = 19_456
const passes = 2
const parallelism = 1
const tagLength = 32
const saltLength = 16
const phcFormat = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/**
 * Every hash takes 19 MiB and a thread of libuv's pool, which has four: files and names of hosts need the others.
 * Those that wait are answered within seconds.
 */
const hashing = createWorkGate({ maxRunning: 2, maxWaiting: 100 })

interface Argon2Parameters {
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
  readonly salt: Buffer
  readonly tagLength: number
}

/**
 * The password's argon2id hash as PHC text. Computed off the event loop.
 * @throws AppError UNAVAILABLE when too many wait for theirs.
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltLength)
  const tag = await computeTag(password, { memory: memoryKib, passes, parallelism, salt, tagLength })
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${parallelism}$${toBase64(salt)}$${toBase64(tag)}`
}

/**
 * Whether the password is the one that was hashed: argon2id, or the legacy application's bcrypt. Any other text,
 * such as the `!` of an account that nobody can log in to, matches nothing.
 * @throws AppError UNAVAILABLE when too many wait for their hash.
 */
export async function verifyPassword(hash: string, password: string): Promise<boolean> {
  const [, memory, passCount, lanes, salt, tag] = phcFormat.exec(hash) ?? []
  if (salt === undefined || tag === undefined) {
    return isBcrypt(hash) && hashing.run(() => verifyBcrypt(password, hash))
  }
  const expected = Buffer.from(tag, 'base64')
  const actual = await computeTag(password, {
    memory: Number(memory),
    passes: Number(passCount),
    parallelism: Number(lanes),
    salt: Buffer.from(salt, 'base64'),
    tagLength: expected.length,
  })
  return timingSafeEqual(actual, expected)
}

/** Whether there is a password at all that could match. */
export function isHash(hash: string): boolean {
  return phcFormat.test(hash) || isBcrypt(hash)
}

/**
 * Whether the hash is of the legacy kind, to be replaced at the next login. The legacy application's cost was 6 or 12;
 * with 31, as a file edited by hand may have it, one login would keep a thread busy for days.
 */
export function isBcrypt(hash: string): boolean {
  return /^\$2[aby]\$(0[4-9]|1[0-4])\$[./A-Za-z0-9]{53}$/.test(hash)
}

function computeTag(password: string, { salt, ...parameters }: Argon2Parameters): Promise<Buffer> {
  return hashing.run(() => argon2Async('argon2id', { message: password, nonce: salt, ...parameters }))
}

function toBase64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
