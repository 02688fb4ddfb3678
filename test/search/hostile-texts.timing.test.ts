import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { cutSnippet, listSoughtWords } from '../../src/search/snippet.rules.ts'
import { findCount } from '../support/random-seed.ts'
import { hostileTexts } from './hostile-texts.ts'
import { db, owner } from './search-calls.ts'

/** The slowest takes 0.6 s on a busy machine; quadratic functions take more than 10 s. */
const maxMs = 3000
const rows = findCount('SNIPPET_ROWS', { full: 100, short: 10 })

test.each(hostileTexts)('the words of %s are separated in less than 3 s', async (_name, text) => {
  const startedMs = performance.now()
  await sql`select search_words(${owner.id}::uuid, ${text})`.execute(db)
  await sql`select search_text(${text.slice(0, 100_000)})`.execute(db)

  expect(performance.now() - startedMs).toBeLessThan(maxMs)
})

test.each(hostileTexts)(`the snippets of ${rows} rows with %s are cut in less than 3 s`, (_name, text) => {
  const query = {
    groups: [
      Array.from({ length: 100 }, () => ({ text: 'a', isExcluded: false, isPhrase: false, isPrefix: false })),
    ],
    addressPattern: '%abcd%',
  }
  const sought = listSoughtWords(query, [])
  // The longest text that a row is read with.
  const pieces = Array.from(
    { length: 10 },
    (_, place) => [1 + 600 * place, text.slice(600 * place, 600 * (place + 1))] as const,
  )

  const startedMs = performance.now()
  for (let row = 0; row < rows; row += 1) cutSnippet({ title: null, pieces, rest: null }, sought)

  expect(performance.now() - startedMs).toBeLessThan(maxMs)
})
