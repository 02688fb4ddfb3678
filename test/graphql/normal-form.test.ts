import { hash as hashBcrypt } from '@node-rs/bcrypt'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { toStoredEmail } from '../../src/auth/account.rules.ts'
import { userRecords } from '../../src/import/records/user.ts'
import { startApi } from '../support/api.ts'
import { insertContract, insertSession, insertUser } from '../support/factories.ts'
import { hashPassword, verifyPassword } from '../support/passwords.ts'

const api = await startApi()
const { db } = api

// "é" as one character (NFC), and as "e" with a combining accent (NFD).
const [composed, decomposed] = ['Caf\u00e9', 'Cafe\u0301']
const forms = [
  [composed, decomposed],
  [decomposed, composed],
] as const

test.each(forms)(
  'names and descriptions with %j are found by %j, and returned as typed',
  async (typed, searched) => {
    const user = await insertUser(db, { name: typed })
    const admin = await insertUser(db, { role: 'admin' })
    await insertContract(db, { user_id: user.id, name: `The ${typed}` })
    await insertContract(db, { user_id: user.id, name: 'Other', description: `A ${typed}` })
    await insertSession(db, { user_id: user.id, title: `About ${typed}` })

    const lists = await api.ask(
      `query ($search: String) { contracts(filter: { search: $search }, orderBy: { field: NAME, direction: ASC }) {
      edges { node { name description } } }
      chatSessions(filter: { search: $search }) { edges { node { title } } } }`,
      { search: searched.toUpperCase() },
      user,
    )
    const users = await api.ask(
      'query ($search: String) { users(filter: { search: $search }) { edges { node { id name } } } }',
      { search: searched },
      admin,
    )

    expect(lists.data.contracts.edges.map(({ node }: { node: object }) => node)).toEqual([
      { name: 'Other', description: `A ${typed}` },
      { name: `The ${typed}`, description: null },
    ])
    expect(lists.data.chatSessions.edges).toEqual([{ node: { title: `About ${typed}` } }])
    expect(users.data.users.edges).toContainEqual({ node: { id: user.id, name: typed } })
  },
)

test.each(forms)('the tag %j is the same as %j, and is kept as typed', async (typed, other) => {
  const user = await insertUser(db)
  const { data: created } = await api.ask(
    `mutation ($tags: [String!]) { createContract(input: { name: "A", targetChain: "lisk",
      targetAddress: "0x${'1'.repeat(40)}", tags: $tags }) { contract { id tags } } }`,
    { tags: [typed, other, 'plain'] },
    user,
  )
  const { id, tags } = created.createContract.contract
  const change = (name: string) =>
    api.ask(
      `mutation ($tags: [String!]!) { ${name}(input: { contractId: "${id}", tags: $tags }) { contract { tags } } }`,
      { tags: [other] },
      user,
    )

  expect(tags).toEqual([typed, 'plain'])
  const { data: found } = await api.ask(
    'query ($tags: [String!]) { contracts(filter: { tags: $tags }) { totalCount } }',
    { tags: [other] },
    user,
  )
  expect(found.contracts.totalCount).toBe(1)
  expect((await change('addContractTags')).data.addContractTags.contract.tags).toEqual([typed, 'plain'])
  expect((await change('removeContractTags')).data.removeContractTags.contract.tags).toEqual(['plain'])
})

test('e-mails are stored in lower case and NFC, by requests and by imports', () => {
  const record = { id: crypto.randomUUID(), email: ` ${decomposed}@X.example` }
  const decoded = userRecords.decode(record, { ownerId: null, key: null })

  expect(toStoredEmail(`${decomposed}@X.example`)).toBe('caf\u00e9@x.example')
  expect(decoded).toMatchObject({ rows: { users: [{ email: 'caf\u00e9@x.example' }] } })
})

test.each(forms)('a password is accepted in both forms: set as %j, entered as %j', async (set, entered) => {
  expect(await verifyPassword(await hashPassword(`${set} 123`), `${entered} 123`)).toBe(true)
  expect(await verifyPassword(await hashBcrypt(`${set} 123`, 4), `${entered} 123`)).toBe(true)
  expect(await verifyPassword(await hashPassword(`${set} 123`), 'Cafe 123')).toBe(false)
})

test('nfc leaves normal texts unchanged, and nfc_all keeps the order', async () => {
  const { rows } = await sql<{ words: string; items: string[]; nothing: null }>`
    select nfc(${decomposed}) as words, nfc_all(array['b', ${decomposed}, 'a', '']) as items, nfc(null) as nothing`.execute(
    db,
  )
  expect(rows).toEqual([{ words: composed, items: ['b', composed, 'a', ''], nothing: null }])
})
