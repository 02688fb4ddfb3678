import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { type Account, insertContract, insertSession, insertUser } from '../support/factories.ts'
import { address } from './contract-calls.ts'

const api = await startApi()
const { db } = api
const other = `0x${'7'.repeat(40)}`
const warnings = 'warnings { code field message duplicateOf { id name } }'

const create = (owner: Account, input: object) =>
  api.ask(
    `mutation ($input: CreateContractInput!) { createContract(input: $input) { contract { id } ${warnings} } }`,
    { input: { name: 'New', targetAddress: other, targetChain: 'ethereum', ...input } },
    owner,
  )
const update = (owner: Account, input: object) =>
  api.ask(
    `mutation ($input: UpdateContractInput!) { updateContract(input: $input) { contract { id } ${warnings} } }`,
    { input },
    owner,
  )

test('a new contract with the name or address of another one is created with warnings', async () => {
  const owner = await insertUser(db)
  const target = { target_address: address.toLowerCase(), target_chain: 'ethereum' }
  const { id } = await insertContract(db, { user_id: owner.id, name: 'Café', ...target })
  const duplicateOf = { id, name: 'Café' }

  const sameName = await create(owner, { name: 'CAFE\u0301' })
  const sameTarget = await create(owner, { name: 'Else', targetAddress: address, targetChain: 'ETH' })

  expect(sameName.errors).toEqual([])
  expect(sameName.data.createContract.warnings).toMatchObject([
    { code: 'DUPLICATE', field: 'input.name', duplicateOf },
  ])
  expect(sameTarget.data.createContract.warnings).toMatchObject([
    { code: 'DUPLICATE', field: 'input.targetAddress', duplicateOf },
  ])
})

test('archived contracts, other chains and contracts of other users are not duplicates', async () => {
  const owner = await insertUser(db)
  const same = { name: 'New', target_address: other, target_chain: 'ethereum' }
  await insertContract(db, { user_id: owner.id, ...same, is_active: false })
  await insertContract(db, { user_id: owner.id, ...same, name: 'On Lisk', target_chain: 'lisk' })
  await insertContract(db, { user_id: (await insertUser(db)).id, ...same })

  expect((await create(owner, {})).data.createContract.warnings).toEqual([])
})

test('an update warns only of the name or address that it sets', async () => {
  const owner = await insertUser(db)
  const row = { user_id: owner.id, target_address: other, target_chain: 'ethereum' }
  const first = await insertContract(db, { ...row, name: 'First' })
  const { id } = await insertContract(db, { ...row, name: 'Second', target_address: `0x${'8'.repeat(40)}` })
  const warningsOf = async (input: object) =>
    (await update(owner, { id, ...input })).data.updateContract.warnings

  expect(await warningsOf({ name: 'first' })).toMatchObject([
    { code: 'DUPLICATE', field: 'input.name', duplicateOf: { id: first.id } },
  ])
  expect(await warningsOf({ targetAddress: other })).toMatchObject([
    { code: 'DUPLICATE', field: 'input.targetAddress', duplicateOf: { id: first.id } },
  ])
  expect(await warningsOf({ description: 'Unrelated' })).toEqual([])
  expect(await warningsOf({ name: 'Second' })).toEqual([])
})

test('tags filter by all of several and by any of several', async () => {
  const owner = await insertUser(db)
  for (const [name, tags] of [
    ['A', ['x', 'y']],
    ['B', ['y']],
    ['C', ['z']],
  ] as const)
    await insertContract(db, { user_id: owner.id, name, tags: [...tags] })
  const find = async (filter: object) => {
    const query = `query ($filter: ContractFilter) { contracts(filter: $filter,
      orderBy: { field: NAME, direction: ASC }) { totalCount edges { node { name } } } }`
    const { edges, totalCount } = (await api.ask(query, { filter }, owner)).data.contracts
    expect(totalCount).toBe(edges.length)
    return edges.map(({ node }: { node: { name: string } }) => node.name)
  }

  expect(await find({ anyTags: ['x', 'z'] })).toEqual(['A', 'C'])
  expect(await find({ anyTags: ['x', 'y'], tags: ['y'] })).toEqual(['A', 'B'])
  expect(await find({ tags: ['x', 'y'] })).toEqual(['A'])
  expect(await find({ anyTags: [] })).toEqual([])
})

test('a contract has the newest active session about it, in any spelling, except for workers', async () => {
  const owner = await insertUser(db)
  const target = { target_address: address, target_chain: 'ethereum' }
  const { id } = await insertContract(db, { user_id: owner.id, ...target })
  const without = await insertContract(db, { user_id: owner.id, target_address: other })
  const session = { user_id: owner.id, contract_address: address.toLowerCase(), contract_chain: 'mainnet' }
  await insertSession(db, { ...session, created_at: new Date('2026-01-01') })
  const newest = await insertSession(db, { ...session, created_at: new Date('2026-01-02') })
  await insertSession(db, { ...session, created_at: new Date('2026-01-03'), is_active: false })
  await insertSession(db, { ...session, user_id: (await insertUser(db)).id })
  await insertSession(db, { ...session, contract_chain: 'lisk' })
  const find = async (contractId: string, sender: Account) =>
    (await api.ask(`{ contract(id: "${contractId}") { chatSession { id } } }`, {}, sender)).data.contract

  expect(await find(id, owner)).toEqual({ chatSession: { id: newest.id } })
  expect(await find(id, await insertUser(db, { role: 'admin' }))).toEqual({ chatSession: { id: newest.id } })
  expect(await find(without.id, owner)).toEqual({ chatSession: null })
  expect(await find(id, await insertUser(db, { role: 'worker' }))).toEqual({ chatSession: null })
})
