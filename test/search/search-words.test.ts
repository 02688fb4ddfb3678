import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { migrateTo, migrateToLatest } from '../../src/database/migrate.ts'
import { createTestDatabase } from '../support/database.ts'
import { hostileTexts } from './hostile-texts.ts'

/** The function of migration 0027, which built the indexes, beside the one of the latest migration. */
const { db } = (await createTestDatabase({ isEmpty: true })).connection
await migrateTo(db, '0027-search-words')
const { rows: definitions } = await sql<{ text: string }>`
  select pg_get_functiondef('search_words(uuid, text)'::regprocedure) as text`.execute(db)
const former = definitions.map(({ text }) =>
  text.replace('public.search_words(', 'public.former_search_words('),
)
await migrateToLatest(db)
await sql.raw(former.join(';')).execute(db)

const owner = '01234567-89ab-cdef-0123-456789abcdef'

/** The texts of which the two functions find different words. */
async function findDifferent(texts: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ text: string }>`
    select text from unnest(${texts}::text[]) as text
    where search_words(${owner}::uuid, text) <> former_search_words(${owner}::uuid, text)`.execute(db)
  return rows.map(({ text }) => text)
}

test('the former function is another one', async () => {
  expect(former.join()).toContain('former_search_words')
  const { rows } = await sql<{ isSame: boolean }>`
    select count(distinct prosrc) = 1 as "isSame" from pg_proc
    where proname in ('search_words', 'former_search_words')`.execute(db)
  expect(rows).toEqual([{ isSame: false }])
})

test('texts of fixtures have the same words', async () => {
  const texts = listFixtures(join(import.meta.dirname, '../fixtures/legacy')).flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/"(?:[^"\\]|\\.)*"/g)].flatMap(([quoted]) => parseText(quoted)),
  )

  expect(texts.length).toBeGreaterThan(1000)
  expect(await findDifferent([...new Set(texts)])).toEqual([])
})

test.each(hostileTexts)('a text with %s has the same words', async (_name, text) => {
  expect(await findDifferent([text, `naïve ${text}`, text.slice(0, 1500)])).toEqual([])
})

test('each character has the same words within a word, alone, before a mark and twice', async () => {
  const planes = [
    [0x1, 0xd7ff],
    [0xe000, 0xffff],
    [0x1d000, 0x1faff],
  ] as const
  for (const [from, to] of planes) {
    const { rows } = await sql<{ code: number }>`
      select code from generate_series(${from}::int, ${to}::int) as code
      cross join lateral (select chr(code) as c) as letter
      cross join lateral (select 'aé' || c || 'I ' || c || ' ' || c || chr(769) || c || c || 'É' || c || '3 ' as text) as t
      where search_words(${owner}::uuid, text) <> former_search_words(${owner}::uuid, text)
        or search_words(${owner}::uuid, 'é' || c || ' ' || c || c || 'E') <> former_search_words(${owner}::uuid, 'é' || c || ' ' || c || c || 'E')`.execute(
      db,
    )
    expect(rows).toEqual([])
  }
}, 120_000)

test('random texts have the same words', async () => {
  const character = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...'abcXYZ 0123 .,_-/@:\n') },
    { weight: 3, arbitrary: range(0xa0, 0x2ff) },
    { weight: 2, arbitrary: range(0x400, 0x52f) },
    { weight: 2, arbitrary: range(0x1e00, 0x1eff) },
    { weight: 2, arbitrary: range(0x2000, 0x2bff) },
    { weight: 1, arbitrary: range(0x1f000, 0x1faff) },
    { weight: 1, arbitrary: range(0x300, 0x36f) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
  )
  const short = fc.array(character, { maxLength: 60 }).map((list) => list.join(''))
  const long = fc
    .tuple(fc.array(character, { minLength: 5, maxLength: 60 }), fc.integer({ min: 40, max: 400 }))
    .map(([list, count]) => list.join('').repeat(count))
  const texts = fc
    .array(fc.oneof({ weight: 20, arbitrary: short }, { weight: 1, arbitrary: long }), { minLength: 100 })
    .map((list) => list.filter((text) => text.isWellFormed() && !text.includes('\0')))

  await fc.assert(
    fc.asyncProperty(texts, async (list) => {
      expect(await findDifferent(list)).toEqual([])
    }),
    { numRuns: 20 },
  )
})

function range(from: number, to: number): fc.Arbitrary<string> {
  return fc.integer({ min: from, max: to }).map((code) => String.fromCodePoint(code))
}

function listFixtures(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
}

/** Damaged files contain texts that are not JSON. */
function parseText(quoted: string): readonly string[] {
  try {
    const text: string = JSON.parse(quoted)
    return text.isWellFormed() && !text.includes('\0') ? [text] : []
  } catch {
    return []
  }
}
