import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { insertContract, insertSession, insertUser } from '../support/factories.ts'

const api = await startApi()
const admin = await insertUser(api.db, { role: 'admin', name: 'żaneta', last_login: '2026-01-02T00:00:00Z' })

async function orderKeyOf(text: string): Promise<string | undefined> {
  const { rows } = await sql<{ key: string }>`select order_key(${text}) as key`.execute(api.db)
  return rows[0]?.key
}

test.each([
  ['', ''],
  ['Uniswap V3', 'uniswap v3'],
  ['ÉCOLE', 'ecole'],
  ['E\u0301cole', 'ecole'],
  ['Łódź', 'lodz'],
  ['Straße', 'strase'],
  ['Ünï', 'uni'],
  ['日本', '日本'],
  ['👩‍💻 Zap', '👩💻 zap'],
  ['A'.repeat(500), 'a'.repeat(200)],
])('%s is sorted as %s', async (text, key) => {
  expect(await orderKeyOf(text)).toBe(key)
})

test('the longest title of any characters fits into the index', async () => {
  for (const character of ['\u{1d160}', '\ufdfa', '\u0390', 'ệ', '\u0301', '\u{1f600}', 'ﷺ', '각']) {
    const { id } = await insertSession(api.db, { user_id: admin.id, title: character.repeat(500) })
    await api.db.deleteFrom('chat_sessions').where('id', '=', id).execute()
  }
})

const names = ['b', 'Zulu', 'élan', 'Ábel', 'a', 'B']
const sorted = ['a', 'Ábel', 'b', 'B', 'élan', 'Zulu']

/** Names are compared without case, so those that are equal may be in either order. */
const withoutCase = (found: readonly string[]) => found.map((name) => name.toLowerCase())

test.each(['ASC', 'DESC'])(
  'contracts by NAME and sessions by TITLE %s ignore case and accents',
  async (direction) => {
    const owner = await insertUser(api.db)
    for (const name of names) {
      await insertContract(api.db, { user_id: owner.id, name })
      await insertSession(api.db, { user_id: owner.id, title: name })
    }
    const expected = withoutCase(direction === 'ASC' ? sorted : sorted.toReversed())

    const { data } = await api.ask(
      `{ contracts(orderBy: { field: NAME, direction: ${direction} }) { nodes { name } }
      chatSessions(orderBy: { field: TITLE, direction: ${direction} }) { nodes { title } } }`,
      {},
      owner,
    )

    expect(withoutCase(data.contracts.nodes.map(({ name }: { name: string }) => name))).toEqual(expected)
    expect(withoutCase(data.chatSessions.nodes.map(({ title }: { title: string }) => title))).toEqual(
      expected,
    )
  },
)

test('users by NAME and LAST_LOGIN_AT, the latter with users without a login first', async () => {
  await insertUser(api.db, { name: 'Zoe', last_login: '2026-01-01T00:00:00Z' })
  await insertUser(api.db, { name: 'Ábel', last_login: '2026-01-03T00:00:00Z' })
  await insertUser(api.db, { name: 'never', last_login: null })
  const list = async (field: string) => {
    const query = `{ users(filter: { isActive: true }, orderBy: { field: ${field}, direction: ASC }) { nodes { name } } }`
    const { data } = await api.ask(query, {}, admin)
    const found: string[] = data.users.nodes.map(({ name }: { name: string }) => name)
    return found.filter((name) => name !== 'Somebody')
  }
  expect(await list('NAME')).toEqual(['Ábel', 'never', 'żaneta', 'Zoe'])
  expect(await list('LAST_LOGIN_AT')).toEqual(['never', 'Zoe', 'żaneta', 'Ábel'])
})
