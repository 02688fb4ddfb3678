import { expect, test } from 'vitest'
import { createOperationData, measuredOperations } from '../../conformance/operations.ts'
import { address, atOnce, callsOf } from '../../contracts/contract-calls.ts'
import { type Api, startApi } from '../../support/api.ts'
import { insertContract, insertUser } from '../../support/factories.ts'
import { runAsAdmin } from '../../support/postgres.ts'

/** Settings that an operator may have made for the database or a role, for other programs. */
const inherited = {
  'formats of other programs': [
    ['DateStyle', 'German, DMY'],
    ['IntervalStyle', 'sql_standard'],
    ['TimeZone', 'Australia/Lord_Howe'],
    ['bytea_output', 'escape'],
    ['extra_float_digits', '-15'],
    ['standard_conforming_strings', 'off'],
    ['array_nulls', 'off'],
    ['client_encoding', 'LATIN1'],
    ['search_path', 'elsewhere'],
    ['default_transaction_isolation', 'repeatable read'],
  ],
  'the strictest transactions and no limits': [
    ['default_transaction_isolation', 'serializable'],
    ['default_transaction_deferrable', 'on'],
    ['transform_null_equals', 'on'],
    ['gin_fuzzy_search_limit', '1'],
    ['row_security', 'on'],
    ['lock_timeout', '0'],
    ['statement_timeout', '1'],
    ['idle_in_transaction_session_timeout', '0'],
    ['idle_session_timeout', '50'],
    ['DateStyle', 'SQL, DMY'],
    ['IntervalStyle', 'postgres_verbose'],
    ['TimeZone', 'America/St_Johns'],
  ],
} as const

function startInheriting(settings: readonly (readonly [string, string])[]): Promise<Api> {
  return startApi({
    maxConnections: 15,
    reach: async (database) => {
      for (const [name, value] of settings) {
        const list = name === 'search_path' ? value : `'${value}'`
        await runAsAdmin(database, `alter database ${database.database} set ${name} = ${list}`)
      }
      return database
    },
  })
}

const usual = await startApi()
const apis = await Promise.all(
  Object.entries(inherited).map(async ([name, settings]) => [name, await startInheriting(settings)] as const),
)

test.each(Object.entries(measuredOperations))(
  '%s has the same response whatever settings its database inherits',
  async (_name, operation) => {
    const { document, variables, sender = 'owner' } = operation
    const ask = async (api: Api) => {
      const data = await createOperationData(api)
      const { status, text } = await api.ask(document, await variables?.(data), data[sender])
      return { status, text: mask(text) }
    }
    const expected = await ask(usual)
    expect(expected.status).toBe(200)
    for (const [name, api] of apis) expect(await ask(api), name).toEqual(expected)
  },
)

test.each(apis)('with %s concurrent updates of one contract all succeed', async (_name, api) => {
  const owner = await insertUser(api.db)
  const { id } = await insertContract(api.db, { user_id: owner.id })
  const update =
    'mutation ($input: UpdateContractInput!) { updateContract(input: $input) { contract { name } } }'

  const answers = await atOnce(12, (place) =>
    api.ask(update, { input: { id, name: `Name ${place}` } }, owner),
  )

  expect(answers.map(({ status, errors }) => [status, errors])).toEqual(answers.map(() => [200, []]))
})

test.each(apis)(
  'with %s concurrent requests for the session of one contract open one session',
  async (_name, api) => {
    const owner = await insertUser(api.db)
    const open =
      'mutation ($input: OpenChatSessionInput!) { openChatSession(input: $input) { session { id } isNew } }'
    const input = { contractAddress: address, contractChain: 'ethereum' }

    const answers = await atOnce(12, () => api.ask(open, { input }, owner))

    expect(answers.flatMap(({ errors }) => errors)).toEqual([])
    const opened = answers.map(({ data }) => data.openChatSession)
    expect(new Set(opened.map(({ session }) => session.id)).size).toBe(1)
    expect(opened.filter(({ isNew }) => isNew)).toHaveLength(1)
  },
)

test.each(apis)('with %s instants and numbers are read as they were written', async (_name, api) => {
  const owner = await insertUser(api.db)
  const { id } = await insertContract(api.db, { user_id: owner.id })
  const { rows } = await api.served.pool.query(
    "select timestamptz '2024-03-31 23:30:00.123Z' as moment, date '2024-12-03' as day, 0.1::float8 + 0.2::float8 as number, '\\xff00'::bytea as bytes",
  )
  const before = await api.ask('query ($id: ID!) { contract(id: $id) { updatedAt } }', { id }, owner)
  const { updatedAt } = before.data.contract
  const changed = await callsOf(api, owner).update({ id, name: 'Ünïcödé ✓', ifUnmodifiedSince: updatedAt })

  expect(rows).toEqual([
    {
      moment: new Date('2024-03-31T23:30:00.123Z'),
      day: '2024-12-03',
      number: 0.30000000000000004,
      bytes: Buffer.from([255, 0]),
    },
  ])
  expect(changed.errors).toEqual([])
})

/** Ids, instants, secrets and random addresses differ each time. */
function mask(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/g, 'MOMENT')
    .replaceAll(/"(token|apiKey|cursor|endCursor|email|next)":"[^"]*"/g, '"$1":"SECRET"')
}
