import { expect, test } from 'vitest'
import { logLevels } from '../../src/analyses/log.rules.ts'
import { codesOf, startApi } from '../support/api.ts'
import { insertAnalysis, insertUser } from '../support/factories.ts'

const api = await startApi()
const owner = await insertUser(api.db)
const insert = (logs: unknown) =>
  insertAnalysis(api.db, { user_id: owner.id, logs: JSON.stringify(logs) }).then(({ id }) => id)
const askLogs = (id: string, logs: string) => api.ask(`{ analysis(id: "${id}") { ${logs} } }`, {}, owner)
const numbered = (count: number) => Array.from({ length: count }, (_, index) => ({ message: `${index + 1}` }))

test('the last log entries are returned, oldest first', async () => {
  const id = await insert(numbered(12))

  const { data } = await askLogs(id, 'logs(last: 3) { message }')

  expect(data.analysis.logs).toEqual(['10', '11', '12'].map((message) => ({ message })))
})

test('100 log entries are returned by default', async () => {
  const id = await insert(numbered(150))

  const { data } = await askLogs(
    id,
    'usual: logs { message } all: logs(last: 1000) { message } none: logs(last: 0) { message }',
  )

  const { usual, all, none } = data.analysis
  expect([usual.length, usual[0].message, all.length, none]).toEqual([100, '51', 150, []])
})

test('a log entry has the stored time, level, message and data', async () => {
  const loggedAt = '2026-03-01T09:30:00.123Z'
  const id = await insert([
    { timestamp: loggedAt, level: 'warn', message: 'Slow', data: { ms: 900, list: [1] } },
    { timestamp: null, level: null, message: 'Plain' },
  ])

  const { data } = await askLogs(id, 'logs { loggedAt level message data }')

  expect(data.analysis.logs).toEqual([
    { loggedAt, level: 'WARN', message: 'Slow', data: { ms: 900, list: [1] } },
    { loggedAt: null, level: null, message: 'Plain', data: null },
  ])
})

test.each(['trace', 'INFO', '', 'constructor'])(
  'an imported log entry has the unknown level "%s"',
  async (level) => {
    const id = await insert([{ level, message: 'a' }, { level: 'info', message: 'b' }, { message: 'c' }])

    const { data } = await askLogs(id, 'logs { level originalLevel }')

    expect(data.analysis.logs).toEqual([
      { level: 'OTHER', originalLevel: level },
      { level: 'INFO', originalLevel: null },
      { level: null, originalLevel: null },
    ])
  },
)

test('AnalysisLogLevel has the levels that can be written, and OTHER', async () => {
  const { data } = await api.ask('{ __type(name: "AnalysisLogLevel") { enumValues { name } } }', {}, owner)

  const names = data.__type.enumValues.map(({ name }: { name: string }) => name)
  expect(names).toEqual([...logLevels.map((level) => level.toUpperCase()), 'OTHER'])
})

test('a log entry with a missing or malformed time has a null loggedAt', async () => {
  const timestamps = ['yesterday', '2026-03-01T09:30:00', '+010000-01-01T00:00:00.000Z', 'infinity']
  const id = await insert([{ message: 'a' }, ...timestamps.map((timestamp) => ({ timestamp, message: 'b' }))])

  const answer = await askLogs(id, 'logs { loggedAt level message }')

  const nothing = { loggedAt: null, level: null }
  expect(answer).toMatchObject({ errors: [], data: { analysis: { logs: Array(5).fill(nothing) } } })
})

test.each([-1, 1001, 2147483647])('last: %i is rejected', async (last) => {
  const id = await insert([])

  const answer = await askLogs(id, `logs(last: ${last}) { message }`)

  expect(codesOf(answer)[0]).toMatch(/BAD_USER_INPUT|TOO_COMPLEX/)
})

test('logs of several analyses with different numbers of entries take one statement', async () => {
  await Promise.all([insert(numbered(2)), insert(numbered(3))])
  const fields = 'logs(last: 1) { message } more: logs(last: 2) { message }'

  const statements = await api.statementsOf(() =>
    api.ask(`{ analyses { edges { node { ${fields} } } } }`, {}, owner),
  )

  expect(statements.filter((statement) => statement.includes('logs'))).toHaveLength(1)
})
