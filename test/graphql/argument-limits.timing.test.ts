import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { insertUser } from '../support/factories.ts'
import { findCount } from '../support/random-seed.ts'
import { createArgumentSender, huge, searchAliases, textPlaces, tooLarge } from './argument-calls.ts'

const api = await startApi()
const admin = await insertUser(api.db, { role: 'admin' })
const ask = createArgumentSender(api, admin)
/** Other work on the machine can delay a response, hence the retries. */
const options = { retry: 2 }
const maxMs = 2000
const every = findCount('EVERY_TEXT_PLACE', { full: 1, short: 10 })
const checkedPlaces = textPlaces.filter((_place, number) => number % every === 0)

test.each(checkedPlaces)(
  '$name rejects a text that is too long within two seconds',
  options,
  async (place) => {
    for (const value of tooLarge[String(place.type)] ?? []) {
      const started = performance.now()
      await ask(place, value)
      expect(performance.now() - started).toBeLessThan(maxMs)
    }
  },
)

test('a search of 900,000 characters in 49 lists is rejected within two seconds', options, async () => {
  const lists = searchAliases(49, '{ search: $s }', ['contracts', 'chatSessions', 'users'])
  for (const _time of [1, 2, 3, 4, 5]) {
    const started = performance.now()
    await api.ask(`query ($s: String) { ${lists} }`, { s: huge }, admin)
    expect(performance.now() - started).toBeLessThan(maxMs)
  }
})
