import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { type Account, insertAnalysis, insertContract, insertUser } from '../support/factories.ts'

const api = await startApi()
const owners = await Promise.all(Array.from({ length: 8 }, () => insertUser(api.db)))
const contracts = await Promise.all(owners.map((owner) => insertContract(api.db, { user_id: owner.id })))
for (const [index, { id }] of contracts.entries()) {
  const user_id = owners[index]?.id ?? ''
  for (let count = 0; count <= index; count++) await insertAnalysis(api.db, { user_id, config_id: id })
}
const worker = await insertUser(api.db, { role: 'worker' })

const list = '{ contracts { edges { node { id analyses(first: 20) { edges { node { id } } } } } } }'
const one = (id: string) => `{ contract(id: "${id}") { id name } }`

const askAll = (senders: readonly Account[], query: string) =>
  Promise.all(senders.map((sender) => api.ask(query, {}, sender)))

test('concurrent requests share statements, and each gets its own rows', async () => {
  await askAll(owners, list)
  let answers: Awaited<ReturnType<typeof askAll>> = []
  const statements = await api.statementsOf(async () => {
    answers = await askAll(owners, list)
  })
  const shown = answers.map(({ data }) =>
    data.contracts.edges.map((edge: { node: { id: string } }) => edge.node.id),
  )
  expect(shown).toEqual(contracts.map(({ id }) => [id]))
  const counts = answers.map(({ data }) => data.contracts.edges[0].node.analyses.edges.length)
  expect(counts).toEqual(owners.map((_owner, index) => index + 1))
  expect(statements.length).toBeLessThan(owners.length * 3)
})

test('another user who requests a row at the same time as its owner does not get it', async () => {
  for (const { id } of contracts) {
    const answers = await askAll(owners, one(id))
    const found = answers.flatMap(({ data }, index) => (data?.contract?.id === id ? [owners[index]?.id] : []))
    expect(found).toEqual([owners[contracts.findIndex((contract) => contract.id === id)]?.id])
    for (const { errors } of answers.filter(({ data }) => data?.contract == null))
      expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
  }
})

test('a worker gets a row when its owner and another user request it at the same time', async () => {
  const [first] = contracts
  const [owner, otherUser] = owners
  if (first === undefined || owner === undefined || otherUser === undefined)
    throw new Error('There are eight.')
  for (const senders of [
    [worker, otherUser, owner],
    [otherUser, worker, owner],
    [owner, otherUser, worker],
  ]) {
    const answers = await askAll(senders, one(first.id))
    expect(answers.map(({ data }) => data?.contract?.id ?? null)).toEqual(
      senders.map((sender) => (sender === otherUser ? null : first.id)),
    )
  }
})

test('the next request sees a change, whatever was requested before', async () => {
  const [owner] = owners
  const [contract] = contracts
  if (owner === undefined || contract === undefined) throw new Error('There are eight.')
  const change = `mutation { updateContract(input: { id: "${contract.id}", name: "Changed" }) { contract { name } } }`
  const [, changed] = await Promise.all([askAll(owners, one(contract.id)), api.ask(change, {}, owner)])
  expect(changed.data.updateContract.contract.name).toBe('Changed')
  expect((await api.ask(one(contract.id), {}, owner)).data.contract.name).toBe('Changed')
})
