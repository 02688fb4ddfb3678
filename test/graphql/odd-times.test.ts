import { afterAll, expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import { type Account, insertContract, insertOnboarding, insertUser } from '../support/factories.ts'
import { setTimeZone } from '../support/time-zone.ts'

// Until 1972, Monrovia was 44 minutes and 30 seconds behind UTC, in this process and in the database.
const ownTimeZone = process.env.TZ
process.env.TZ = 'Africa/Monrovia'
afterAll(() => {
  if (ownTimeZone === undefined) delete process.env.TZ
  else process.env.TZ = ownTimeZone
})

const api = await startApi()
const { db } = api
await setTimeZone(db, 'Africa/Monrovia')

async function insertAt(created_at: string) {
  const user = await insertUser(db)
  return { user, contract: await insertContract(db, { user_id: user.id, created_at }) }
}
const listIn = (filter: object, user: Account) =>
  api.ask(
    'query ($filter: ContractFilter) { contracts(filter: $filter) { edges { cursor node { createdAt } } } }',
    { filter },
    user,
  )

test.each(['0001-01-01T00:00:00.000Z', '1970-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'])(
  'the time %s is filtered, printed and paged exactly in a zone with an odd offset',
  async (at) => {
    const { user, contract } = await insertAt(at)
    const next = new Date(Date.parse(at) + 1).toISOString()

    const { data } = await listIn({ createdAt: { from: at } }, user)

    expect(data.contracts.edges.map(({ node }: { node: object }) => node)).toEqual([{ createdAt: at }])
    expect((await listIn({ createdAt: { to: at } }, user)).data.contracts.edges).toEqual([])
    if (at < '9999') {
      expect((await listIn({ createdAt: { from: next } }, user)).data.contracts.edges).toEqual([])
    }
    const cursor = data.contracts.edges[0].cursor
    const same = await api.ask(`{ contracts(after: "${cursor}") { edges { node { id } } } }`, {}, user)
    expect(same.data.contracts.edges).toEqual([])
    const update = `mutation { updateContract(input: { id: "${contract.id}", name: "New" }) { contract { createdAt } } }`
    expect((await api.ask(update, {}, user)).data.updateContract.contract.createdAt).toBe(at)
  },
)

test('the year 0 is accepted in a filter', async () => {
  const { user } = await insertAt('0001-01-01T00:00:00Z')

  const { data } = await listIn(
    { createdAt: { from: '0000-01-01T00:00:00Z', to: '0001-01-01T00:00:00.001Z' } },
    user,
  )

  expect(data.contracts.edges).toHaveLength(1)
})

test.each([
  '10000-01-01T00:00:00Z',
  '+010000-01-01T00:00:00.000Z',
  '9999-12-31T23:59:59-01:00',
  '0000-01-01T00:00:00+01:00',
  '-000001-01-01T00:00:00.000Z',
  'infinity',
])('the time %s is not accepted', async (time) => {
  const user = await insertUser(db)
  const literal = `{ contracts(filter: { createdAt: { from: "${time}" } }) { totalCount } }`

  expect(codesOf(await listIn({ createdAt: { from: time } }, user))).toEqual(['BAD_USER_INPUT'])
  expect(codesOf(await api.ask(literal, {}, user))).toEqual(['GRAPHQL_VALIDATION_FAILED'])
})

test('a log entry of the year 10000 is not accepted', async () => {
  const { errors } = await api.ask(
    `mutation ($at: DateTime) { appendLogs(input: { leaseToken: "${crypto.randomUUID()}",
      entries: [{ message: "m", loggedAt: $at }] }) { __typename } }`,
    { at: '9999-12-31T23:59:59-01:00' },
    await insertUser(db, { role: 'worker' }),
  )

  expect(errors[0]?.message).toContain('within the years 0000 to 9999')
})

test.each(['10000-01-01 00:00:00+00', '0044-03-15 00:00:00+00 BC', 'infinity', '-infinity'])(
  'the stored time %s, which has no form in RFC 3339, is an error that names the problem',
  async (at) => {
    const { user } = await insertAt(at)
    const read = '{ contracts { nodes: edges { node { name createdAt } } } }'

    const answers = [
      await api.ask(read, {}, user),
      await api.ask(read, {}, user),
      await api.ask('{ contracts { pageInfo { endCursor } } }', {}, user),
    ]

    expect(answers.map(codesOf)).toEqual(answers.map(() => ['TIME_OUT_OF_RANGE']))
  },
)

test.each(['10000-01-01', '0044-03-15 BC', 'infinity'])(
  'the stored date %s is an error that names the problem',
  async (day) => {
    const user = await insertUser(db)
    await insertOnboarding(db, { user_id: user.id, contract_start_date: day })

    const answer = await api.ask('{ me { onboarding { contractStartDate } } }', {}, user)

    expect(codesOf(answer)).toEqual(['TIME_OUT_OF_RANGE'])
  },
)
