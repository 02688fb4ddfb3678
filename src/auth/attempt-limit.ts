import { AppError } from '../errors.ts'

export interface AttemptLimitOptions {
  /** Attempts within the window; the next is refused until the window ends. */
  readonly maxAttempts: number
  /** The window begins with the first attempt. */
  readonly windowMs: number
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

export interface AttemptLimit {
  /** How long the key must wait; 0 when it has an attempt left. */
  waitMs(key: string): number
  /** Counts an attempt of the key. */
  add(key: string): void
  /** Takes an attempt back that is not to count. */
  takeBack(key: string): void
}

/** Some ten megabytes. The keys that are nearest to their end go first, so a flood of new ones frees itself. */
const maxKeys = 50_000
/** No e-mail or address is longer; whoever sends such text shares a count. */
const maxKeyLength = 300

interface Window {
  attempts: number
  readonly endsAt: number
}

/**
 * Counts attempts by key, in the memory of this process and bounded. All windows are of the same length, so the map's
 * order is the order of their ends.
 */
export function createAttemptLimit(options: AttemptLimitOptions): AttemptLimit {
  const { maxAttempts, windowMs, now = Date.now } = options
  const windows = new Map<string, Window>()

  function dropEnded(): void {
    for (const [key, { endsAt }] of windows) {
      if (endsAt > now() && windows.size < maxKeys) return
      windows.delete(key)
    }
  }

  return {
    waitMs(key) {
      const window = windows.get(cut(key))
      return window === undefined || window.attempts < maxAttempts ? 0 : Math.max(window.endsAt - now(), 0)
    },
    add(key) {
      dropEnded()
      const window = windows.get(cut(key))
      if (window === undefined) windows.set(cut(key), { attempts: 1, endsAt: now() + windowMs })
      else window.attempts += 1
    },
    takeBack(key) {
      const window = windows.get(cut(key))
      if (window !== undefined) window.attempts -= 1
    },
  }
}

/** The refusal of an attempt, with the time after which the next one is heard. */
export function tooManyAttempts(waitMs: number): AppError {
  const retryAfterSeconds = Math.ceil(waitMs / 1000)
  return new AppError('TOO_MANY_ATTEMPTS', `Too many attempts. Try again in ${retryAfterSeconds} seconds.`, {
    details: { retryAfterSeconds },
  })
}

function cut(key: string): string {
  return key.slice(0, maxKeyLength)
}
