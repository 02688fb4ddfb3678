import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import { insertAnalysis, insertUser } from '../support/factories.ts'

const api = await startApi()
const owner = await insertUser(api.db)
const insert = (logs: unknown) =>
  insertAnalysis(api.db, { user_id: owner.id, logs: JSON.stringify(logs) }).then(({ id }) => id)
const askLogs = (id: string, logs: string) => api.ask(`{ analysis(id: "${id}") { ${logs} } }`, {}, owner)
const numbered = (count: number) => Array.from({ length: count }, (_, index) => ({ message: `${index + 1}` }))

test('the last entries come, the oldest of them first', async () => {
  const id = await insert(numbered(12))

  const { data } = await askLogs(id, 'logs(last: 3) { message }')

  expect(data.analysis.logs).toEqual(['10', '11', '12'].map((message) => ({ message })))
})

test('a hundred entries come unless the number is given, and never more than there are', async () => {
  const id = await insert(numbered(150))

  const { data } = await askLogs(
    id,
    'usual: logs { message } all: logs(last: 1000) { message } none: logs(last: 0) { message }',
  )

  const { usual, all, none } = data.analysis
  expect([usual.length, usual[0].message, all.length, none]).toEqual([100, '51', 150, []])
})

test('an entry has time, level, text and data as far as they were noted', async () => {
  const timestamp = '2026-03-01T09:30:00.123Z'
  const id = await insert([
    { timestamp, level: 'warn', message: 'Slow', data: { ms: 900, list: [1] } },
    { timestamp: null, level: null, message: 'Plain' },
  ])

  const { data } = await askLogs(id, 'logs { timestamp level message data }')

  expect(data.analysis.logs).toEqual([
    { timestamp, level: 'warn', message: 'Slow', data: { ms: 900, list: [1] } },
    { timestamp: null, level: null, message: 'Plain', data: null },
  ])
})

test('an entry whose time is missing or can’t be read has none', async () => {
  const id = await insert([{ message: 'a' }, { timestamp: 'yesterday', message: 'b' }])

  const answer = await askLogs(id, 'logs { timestamp level message }')

  const nothing = { timestamp: null, level: null }
  expect(answer).toMatchObject({ errors: [], data: { analysis: { logs: [nothing, nothing] } } })
})

test.each([-1, 1001, 2147483647])('last: %i is out of range', async (last) => {
  const id = await insert([])

  const answer = await askLogs(id, `logs(last: ${last}) { message }`)

  expect(codesOf(answer)[0]).toMatch(/BAD_USER_INPUT|TOO_COMPLEX/)
})

test('different numbers of entries of several analyses cost one statement', async () => {
  await Promise.all([insert(numbered(2)), insert(numbered(3))])
  const fields = 'logs(last: 1) { message } more: logs(last: 2) { message }'

  const statements = await api.statementsOf(() =>
    api.ask(`{ analyses { edges { node { ${fields} } } } }`, {}, owner),
  )

  expect(statements.filter((statement) => statement.includes('logs'))).toHaveLength(1)
})
