import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AppError } from '../src/errors.ts'
import { createFailureLog, createLogger } from '../src/logger.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function createLog() {
  const lines: Record<string, ReturnType<typeof JSON.parse>>[] = []
  const logger = createLogger('debug', { write: (line) => void lines.push(JSON.parse(line)) })
  return { lines, logger, failures: createFailureLog(logger) }
}

const unavailable = () => new AppError('UNAVAILABLE', 'The database is out of reach.')

test('a burst of the same failure is logged with one stack, and a count every ten seconds', () => {
  const { lines, failures } = createLog()
  const ids = Array.from({ length: 1000 }, () => {
    return failures.report({ error: unavailable(), message: 'no answer' })
  })
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatchObject({ msg: 'no answer', errorId: ids[0], err: { code: 'UNAVAILABLE' } })
  expect(lines[0]?.err.stack).toContain('at ')

  vi.advanceTimersByTime(10_000)

  expect(new Set(ids)).toEqual(new Set([lines[0]?.errorId]))
  expect(lines.slice(1)).toMatchObject([
    { msg: 'no answer (repeated)', count: 999, seconds: 10, errorId: ids[0] },
  ])
  expect(lines[1]).not.toHaveProperty('err')
})

test('a failure that occurs again after a quiet period is logged with its stack again', () => {
  const { lines, failures } = createLog()
  failures.report({ error: unavailable(), message: 'no answer' })
  vi.advanceTimersByTime(10_000)
  failures.report({ error: unavailable(), message: 'no answer' })
  expect(lines.map(({ err }) => err?.code)).toEqual(['UNAVAILABLE', 'UNAVAILABLE'])
})

test('different failures are logged separately, with their facts', () => {
  const { lines, failures } = createLog()
  for (const text of ['a', 'b', 'a']) {
    failures.report({ error: new Error(text), message: 'failed', facts: { path: [text] } })
  }
  failures.report({ error: 'a text that was thrown', message: 'failed' })
  expect(lines.map(({ path }) => path)).toEqual([['a'], ['b'], undefined])
})

test('failures with many different messages do not fill the log either', () => {
  const { lines, failures } = createLog()
  for (let n = 0; n < 10_000; n++) failures.report({ error: new Error(`number ${n}`), message: 'failed' })
  vi.advanceTimersByTime(10_000)
  expect(lines.length).toBeLessThanOrEqual(102)
  expect(lines.at(-1)).toMatchObject({ count: 9899 })
})

const key = `mg_${'aB3-_'.repeat(9).slice(0, 43)}`
const token = `eyJ${'hbGciOi'.repeat(4)}.eyJzdWIiOiIxIn0.c2ln-_`

test.each([
  ['an API key', key, '[secret]'],
  ['a token', token, '[secret]'],
  ['a header', `authorization: Bearer ${'x'.repeat(20)}==`, 'authorization: Bearer [secret]'],
  ['the password of a URL', 'postgresql://ada:s3cr3t%40x@db:5432/x', 'postgresql://ada:[secret]@db:5432/x'],
  ['a hash of bcrypt', `$2b$12$${'a./'.repeat(17)}`, '[secret]'],
  ['a hash of scrypt', '$scrypt$ln=15,r=8,p=3$c2FsdA$aGFzaA', '[secret]'],
  ['a hash of Argon2', '$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA', '[secret]'],
])('%s is hidden in every text of a line', (_name, secret, shown) => {
  const { lines, logger } = createLog()
  const text = `before "${secret}" \\ after`

  logger.error({ err: new Error(text), nested: { any: [text] } }, text)

  const expected = `before "${shown}" \\ after`
  expect(lines).toMatchObject([{ msg: expected, nested: { any: [expected] }, err: { message: expected } }])
  expect(JSON.stringify(lines)).not.toContain(secret)
})

test('texts that only resemble secrets are logged', () => {
  const { lines, logger } = createLog()
  const text = 'mg_short eyJustText a bearer of news http://localhost:4000/graphql costs $2 http://h:80/a@b'

  logger.info(text)

  expect(lines[0]?.msg).toBe(text)
})
