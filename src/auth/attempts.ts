import { isIPv4 } from 'node:net'
import { type AttemptLimit, createAttemptLimit, tooManyAttempts } from './attempt-limit.ts'

/** Who attempts. */
export interface Attempter {
  /** The account that is meant, whether or not it exists: its e-mail in lower case. */
  readonly email: string
  readonly clientAddress: string
}

/** Two counts of the same attempts: one by account, one by client. */
export interface AttemptCounter {
  /**
   * Counts an attempt before it is made, so that no number of attempts at once gets past the limit.
   * @throws AppError TOO_MANY_ATTEMPTS with `retryAfterSeconds`.
   */
  count(attempter: Attempter): void
  /** Takes an attempt back that did not fail. */
  takeBack(attempter: Attempter): void
}

export interface Attempts {
  /** Passwords that were wrong. */
  readonly passwords: AttemptCounter
  /** Codes that were wrong. Counted apart: who has forgotten the password has tried some before. */
  readonly codes: AttemptCounter
  /** Codes that were asked for. */
  readonly mails: AttemptCounter
}

const quarterHourMs = 15 * 60 * 1000
const hourMs = 60 * 60 * 1000

/** Many people may share a client's address, so a client has more attempts than an account. */
export function createAttempts(): Attempts {
  return {
    passwords: createCounter({ perAccount: 10, perClient: 50, windowMs: quarterHourMs }),
    codes: createCounter({ perAccount: 20, perClient: 50, windowMs: quarterHourMs }),
    mails: createCounter({ perAccount: 5, perClient: 30, windowMs: hourMs }),
  }
}

interface CounterOptions {
  readonly perAccount: number
  readonly perClient: number
  readonly windowMs: number
}

function createCounter({ perAccount, perClient, windowMs }: CounterOptions): AttemptCounter {
  const accounts = createAttemptLimit({ maxAttempts: perAccount, windowMs })
  const clients = createAttemptLimit({ maxAttempts: perClient, windowMs })
  const counted = ({ email, clientAddress }: Attempter): [AttemptLimit, string][] => [
    [accounts, email],
    [clients, toClientKey(clientAddress)],
  ]
  return {
    count(attempter) {
      const waitMs = Math.max(...counted(attempter).map(([limit, key]) => limit.waitMs(key)))
      if (waitMs > 0) throw tooManyAttempts(waitMs)
      for (const [limit, key] of counted(attempter)) limit.add(key)
    },
    takeBack(attempter) {
      for (const [limit, key] of counted(attempter)) limit.takeBack(key)
    },
  }
}

/** An IPv4 address, or the first half of an IPv6 address: one customer of a provider has the whole second half. */
export function toClientKey(address: string): string {
  const mapped = /^::ffff:(?=[\d.]+$)/i
  if (isIPv4(address.replace(mapped, ''))) return address.replace(mapped, '')
  const [leading = [], trailing = []] = address.split('::').map((half) => half.split(':').filter(Boolean))
  const zeros = Array.from({ length: Math.max(8 - leading.length - trailing.length, 0) }, () => '0')
  return [...leading, ...zeros, ...trailing].slice(0, 4).join(':')
}
