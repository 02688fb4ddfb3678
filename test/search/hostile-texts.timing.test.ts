import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { hostileTexts } from './hostile-texts.ts'
import { db, owner } from './search-calls.ts'

/** The slowest takes 0.6 s on a busy machine; quadratic functions take more than 10 s. */
const maxMs = 3000

test.each(hostileTexts)('the words of %s are separated in less than 3 s', async (_name, text) => {
  const startedMs = performance.now()
  await sql`select search_words(${owner.id}::uuid, ${text})`.execute(db)
  await sql`select search_text(${text.slice(0, 100_000)})`.execute(db)

  expect(performance.now() - startedMs).toBeLessThan(maxMs)
})
