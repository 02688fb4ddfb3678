import { expect, test } from 'vitest'
import { createAccountCalls, insertMember, password } from '../auth/account-calls.ts'
import { type Answer, codesOf, type Sender, startApi } from '../support/api.ts'
import {
  insertAnalysis,
  insertCompetitor,
  insertContract,
  insertRpcConfig,
  insertShareLink,
  insertUser,
} from '../support/factories.ts'
import { callsOf } from './contract-calls.ts'

const api = await startApi()
const { db } = api
const owner = await insertUser(db)
const everything = ['CONTRACT', 'LATEST_ANALYSIS', 'RESULTS']
const dayMs = 24 * 60 * 60 * 1000

const createLink = (input: object, sender: Sender = owner) =>
  api.ask(
    `mutation ($input: CreateShareLinkInput!) { createShareLink(input: $input) {
      token shareLink { id scopes expiresAt createdAt } contract { id shareLinks { id } } } }`,
    { input },
    sender,
  )
const revokeLink = (id: string, sender: Sender = owner) =>
  api.ask(
    `mutation ($id: ID!) { revokeShareLink(input: { id: $id }) {
      revokedId contract { shareLinks { id } } } }`,
    { id },
    sender,
  )
const view = `name targetAddress targetChain targetName scopes expiresAt description tags targetAbi
  latestAnalysis { type completedAt createdAt } results`
const readShared = (token: string, sender?: Sender): Promise<Answer> =>
  api.ask(`query ($token: String!) { sharedContract(token: $token) { ${view} } }`, { token }, sender)

const texts = { description: 'Swaps', tags: ['dex'], target_name: 'Router', target_abi: '[]' }
const insertShared = async (user_id: string) => {
  const contract = await insertContract(db, { user_id, ...texts, name: 'DEX', target_address: '0xabc' })
  await insertRpcConfig(db, contract, { rpc_urls: ['https://rpc.example/secret'] })
  await insertCompetitor(db, contract, { name: 'Rival' })
  const config = { user_id, config_id: contract.id }
  const done = { status: 'completed', progress: 100, completed_at: new Date('2026-01-02') } as const
  const results = (from: string) => ({ results: JSON.stringify({ from, deep: { value: 1 } }) })
  await insertAnalysis(db, { ...config, ...done, ...results('old'), created_at: new Date('2026-01-01') })
  const [created_at, later] = [new Date('2026-01-02'), new Date('2026-01-03')]
  await insertAnalysis(db, { ...config, ...done, ...results('new'), created_at })
  await insertAnalysis(db, { ...config, status: 'failed', error_message: 'No.', created_at: later })
  return contract
}

test('anyone with the token reads the shared view of exactly this contract, without credentials', async () => {
  const contract = await insertShared(owner.id)
  await insertContract(db, { user_id: owner.id, name: 'Secret contract' })

  const { data } = await createLink({ contractId: contract.id, scopes: everything })
  const { token, shareLink } = data.createShareLink
  const answer = await readShared(token)

  expect(answer.errors).toEqual([])
  expect(answer.data.sharedContract).toEqual({
    ...{ name: 'DEX', targetAddress: '0xabc', targetChain: 'ethereum', targetName: 'Router' },
    ...{ scopes: everything, expiresAt: shareLink.expiresAt },
    ...{ description: 'Swaps', tags: ['dex'], targetAbi: '[]' },
    latestAnalysis: {
      ...{ type: 'SINGLE', completedAt: '2026-01-02T00:00:00.000Z', createdAt: '2026-01-02T00:00:00.000Z' },
    },
    results: { from: 'new', deep: { value: 1 } },
  })
  for (const secret of [owner.id, owner.email, contract.id, 'rpc.example', 'Rival', 'Secret contract'])
    expect(answer.text).not.toContain(secret)
  for (const viewer of [owner, await insertUser(db), await insertUser(db, { role: 'admin' })])
    expect((await readShared(token, viewer)).text).toBe(answer.text)
})

test('a path reads a part of the shared results', async () => {
  const { token } = await insertShareLink(db, await insertShared(owner.id))
  const ask = (path: string) =>
    api.ask(`query ($path: String) { sharedContract(token: "${token}") { results(path: $path) } }`, { path })

  expect((await ask('/deep/value')).data.sharedContract.results).toBe(1)
  expect(codesOf(await ask('deep'))).toEqual(['BAD_USER_INPUT'])
})

test.each([
  ['CONTRACT', ['description', 'tags', 'targetAbi']],
  ['LATEST_ANALYSIS', ['latestAnalysis']],
  ['RESULTS', ['results']],
])('a link with the scope %s shows only these parts: %j', async (scope, parts) => {
  const contract = await insertShared(owner.id)
  const { data } = await createLink({ contractId: contract.id, scopes: [scope] })

  const { sharedContract } = (await readShared(data.createShareLink.token)).data

  const optional = ['description', 'tags', 'targetAbi', 'latestAnalysis', 'results']
  expect(optional.filter((part) => sharedContract[part] !== null)).toEqual(parts)
  expect(sharedContract).toMatchObject({ name: 'DEX', scopes: [scope] })
})

test('a contract without a completed analysis shares none', async () => {
  const contract = await insertContract(db, { user_id: owner.id })
  await insertAnalysis(db, { user_id: owner.id, config_id: contract.id })
  const { token } = await insertShareLink(db, contract)

  expect((await readShared(token)).data.sharedContract).toMatchObject({ latestAnalysis: null, results: null })
})

test('the token is returned once and stored as a digest; the owner lists the links', async () => {
  const contract = await insertContract(db, { user_id: owner.id })

  const { createShareLink } = (await createLink({ contractId: contract.id, scopes: everything })).data

  const rows = await db.selectFrom('contract_share_links').selectAll().execute()
  expect(JSON.stringify(rows)).not.toContain(createShareLink.token)
  expect(api.log()).not.toContain(createShareLink.token)
  const { id, expiresAt, createdAt } = createShareLink.shareLink
  expect(createShareLink.contract).toEqual({ id: contract.id, shareLinks: [{ id }] })
  expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(7 * dayMs)
  const list = (sender: Sender) =>
    api.ask(`{ contract(id: "${contract.id}") { shareLinks { id scopes expiresAt createdAt } } }`, {}, sender)
  expect((await list(owner)).data.contract.shareLinks).toEqual([createShareLink.shareLink])
  for (const role of ['worker', 'admin'] as const)
    expect((await list(await insertUser(db, { role }))).data.contract.shareLinks).toBeNull()
})

test('a link is valid for 1 to 90 days, and all invalid arguments are reported at once', async () => {
  const contract = await insertContract(db, { user_id: owner.id })
  const create = (expiresInDays: number) =>
    createLink({ contractId: contract.id, scopes: ['CONTRACT'], expiresInDays })

  const { expiresAt, createdAt } = (await create(90)).data.createShareLink.shareLink
  expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(90 * dayMs)
  for (const days of [0, 91, -1]) expect(codesOf(await create(days))).toEqual(['BAD_USER_INPUT'])
  const { errors } = await createLink({ contractId: 'x', scopes: [], expiresInDays: 0 })
  expect(errors[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    problems: [
      { argument: 'input.contractId', code: 'FORMAT' },
      { argument: 'input.scopes', code: 'LENGTH' },
      { argument: 'input.expiresInDays', code: 'RANGE' },
    ],
  })
})

test('an unknown, an expired and a revoked token return the same response', async () => {
  const contract = await insertContract(db, { user_id: owner.id })
  const times = { created_at: new Date(0), expires_at: new Date(Date.now() - 1) }
  const expired = await insertShareLink(db, contract, times)
  const revoked = await insertShareLink(db, contract)
  expect(codesOf(await readShared(revoked.token))).toEqual([])

  const { revokeShareLink } = (await revokeLink(revoked.id)).data

  expect(revokeShareLink).toEqual({ revokedId: revoked.id, contract: { shareLinks: [] } })
  const unknown = await readShared('mgs_unknown')
  expect(codesOf(unknown)).toEqual(['NOT_FOUND'])
  expect((await readShared(expired.token)).text).toBe(unknown.text)
  expect((await readShared(revoked.token)).text).toBe(unknown.text)
  expect(codesOf(await revokeLink(revoked.id))).toEqual(['NOT_FOUND'])
})

test('archiving a contract ends its links for good, and deleting it deletes them', async () => {
  const { archive, restore, deleteAll } = callsOf(api, owner)
  const contract = await insertContract(db, { user_id: owner.id })
  const { token } = await insertShareLink(db, contract)

  await archive(contract.id)
  expect(codesOf(await createLink({ contractId: contract.id, scopes: ['CONTRACT'] }))).toEqual(['CONFLICT'])
  await restore(contract.id)

  expect(codesOf(await readShared(token))).toEqual(['NOT_FOUND'])
  const other = await insertContract(db, { user_id: owner.id, is_active: false })
  const kept = await insertShareLink(db, other)
  expect(codesOf(await readShared(kept.token))).toEqual(['NOT_FOUND'])
  expect(codesOf(await deleteAll([other.id]))).toEqual([])
  const rows = db.selectFrom('contract_share_links').select('id').where('contract_id', '=', other.id)
  expect(await rows.execute()).toEqual([])
})

test.each([
  ['address', { targetAddress: '0x00000000000000000000000000000000000000b2' }],
  ['chain', { targetChain: 'lisk' }],
])('another %s ends the links of a contract, another spelling does not', async (_field, change) => {
  const { update } = callsOf(api, owner)
  const values = { target_address: '0x00000000000000000000000000000000000000a1', target_chain: 'ethereum' }
  const { id, user_id } = await insertContract(db, { user_id: owner.id, ...values })
  const { token } = await insertShareLink(db, { id, user_id })

  const spelling = { targetAddress: '0x00000000000000000000000000000000000000A1', targetChain: 'eth' }
  expect(codesOf(await update({ id, name: 'Other', ...spelling }))).toEqual([])
  expect(codesOf(await readShared(token))).toEqual([])
  expect(codesOf(await update({ id, ...change }))).toEqual([])

  expect(codesOf(await readShared(token))).toEqual(['NOT_FOUND'])
})

test('the links of a closed account do not work', async () => {
  const { updateUser, deleteAccount } = createAccountCalls(api)
  const admin = await insertUser(db, { role: 'admin' })
  const member = await insertMember(api)
  const { token } = await insertShareLink(db, await insertContract(db, { user_id: member.id }))

  await updateUser({ id: member.id, isActive: false }, admin)
  expect(codesOf(await readShared(token))).toEqual(['NOT_FOUND'])
  await updateUser({ id: member.id, isActive: true }, admin)
  expect(codesOf(await readShared(token))).toEqual([])
  await deleteAccount({ password }, member)
  expect(codesOf(await readShared(token))).toEqual(['NOT_FOUND'])
  await db.updateTable('users').set({ is_active: true }).where('id', '=', member.id).execute()
  expect(codesOf(await readShared(token))).toEqual(['NOT_FOUND'])
})

test('a contract has at most 20 links, also if they are created concurrently; ended ones do not count', async () => {
  const contract = await insertContract(db, { user_id: owner.id })
  const expired = { created_at: new Date(0), expires_at: new Date(1) }
  for (let place = 0; place < 25; place++) await insertShareLink(db, contract, expired)
  for (let place = 0; place < 18; place++) await insertShareLink(db, contract)

  const create = () => createLink({ contractId: contract.id, scopes: ['CONTRACT'] })
  const answers = await Promise.all([create(), create(), create(), create()])

  expect(answers.flatMap(codesOf)).toEqual(['CONFLICT', 'CONFLICT'])
  const { data } = await api.ask(`{ contract(id: "${contract.id}") { shareLinks { id } } }`, {}, owner)
  expect(data.contract.shareLinks).toHaveLength(20)
})
