import { expect, test } from 'vitest'
import { maxOperationNames } from '../../../src/http/metrics/request-metrics.ts'
import { startRepeatedTask } from '../../../src/process/repeated-task.ts'
import { startApi } from '../../support/api.ts'
import { insertContract, insertUser } from '../../support/factories.ts'
import { lockTable } from '../../support/imports.ts'
import { untilMailed } from '../../support/mail.ts'

const api = await startApi()
const member = await insertUser(api.db)

async function readMetrics(): Promise<string> {
  return (await fetch(`${api.url}/metrics`)).text()
}

/** The value of one series; 0 if there is none. */
async function readSeries(series: string): Promise<number> {
  const line = (await readMetrics()).split('\n').find((each) => each.startsWith(`${series} `))
  return Number(line?.slice(series.length + 1) ?? 0)
}

test('operations are counted by name and type, and errors by code', async () => {
  for (let count = 0; count < 3; count += 1) await api.ask('query Mine { me { id } }', {}, member)
  await api.ask('mutation Rename { updateProfile(input: { name: "Ada" }) { user { id } } }', {}, member)
  await api.ask('{ users { totalCount } }', {}, member)
  await api.ask('{ nothing }', {}, member)
  await api.ask('{ me { id } }', {}, { apiKey: 'wrong' })

  const duration = 'graphql_operation_duration_seconds_count'
  await expect.poll(() => readSeries(`${duration}{operation="Mine",type="query"}`)).toBe(3)
  expect(await readSeries(`${duration}{operation="Rename",type="mutation"}`)).toBe(1)
  expect(await readSeries(`${duration}{operation="anonymous",type="query"}`)).toBe(1)
  for (const code of ['FORBIDDEN', 'GRAPHQL_VALIDATION_FAILED', 'UNAUTHENTICATED']) {
    await expect.poll(() => readSeries(`graphql_errors_total{code="${code}"}`)).toBe(1)
  }
})

test('a client can add only a limited number of names, and an anonymous or failing one none', async () => {
  const names = Array.from({ length: maxOperationNames + 20 }, (_, number) => `Name${number}`)
  await api.ask('query Anonymous { __typename }')
  await api.ask('query Failing { users { totalCount } }', {}, member)
  for (const name of names) await api.ask(`query ${name} { me { id } }`, {}, member)

  await expect
    .poll(() => readSeries('graphql_operation_duration_seconds_count{operation="other",type="query"}'))
    .toBeGreaterThanOrEqual(22)
  const metrics = await readMetrics()
  const listed = new Set(metrics.match(/(?<=duration_seconds_count\{operation=")\w+/g))
  expect(listed.size).toBeLessThanOrEqual(maxOperationNames + 2)
  expect(listed).not.toContain('Anonymous')
  expect(listed).not.toContain('Failing')
})

test('statements, batches and waits for connections are measured', async () => {
  await insertContract(api.db, { user_id: member.id })
  const before = await readSeries('database_batch_keys_count')

  await api.ask('{ me { contracts { nodes { competitors { name } } } } }', {}, member)

  const statement = 'database_statement_duration_seconds_count'
  expect(await readSeries(`${statement}{statement="select contracts"}`)).toBeGreaterThan(0)
  expect(await readSeries(`${statement}{statement="select contract_competitors"}`)).toBeGreaterThan(0)
  expect(await readSeries('database_connection_wait_seconds_count')).toBeGreaterThan(0)
  expect(await readSeries('database_batch_keys_count')).toBeGreaterThan(before)
  expect(await readSeries('database_connections{pool="requests",state="idle"}')).toBeGreaterThan(0)
  expect(await readSeries('graphql_query_cache_bytes{share="viewers"}')).toBeGreaterThan(0)
})

test('repeated tasks are measured', async () => {
  let runs = 0
  const task = startRepeatedTask({
    name: 'test',
    intervalMs: 10,
    run: async () => {
      runs += 1
      if (runs === 2) throw new Error('the second run fails')
    },
    onError: () => undefined,
  })
  await expect.poll(() => runs).toBeGreaterThan(3)
  await task.close()

  const count = (outcome: string) =>
    readSeries(`repeated_task_duration_seconds_count{task="test",outcome="${outcome}"}`)
  expect([await count('success'), await count('failure')]).toEqual([runs - 1, 1])
  const last = await readSeries('repeated_task_last_success_timestamp_seconds{task="test"}')
  expect(Math.abs(Date.now() / 1000 - last)).toBeLessThan(60)
})

test('e-mails are counted', async () => {
  await api.ask(`mutation { requestPasswordReset(input: { email: "${member.email}" }) { isAccepted } }`)
  await untilMailed(api, member.email)
  await expect.poll(() => readSeries('mails_total{outcome="sent"}')).toBe(1)
})

test('a running import shows its phase, and an ended one nothing', async () => {
  const admin = await insertUser(api.db, { role: 'admin' })
  const isRunning = async () => /^import_running\{phase="\w+"\} 1$/m.test(await readMetrics())
  const table = await lockTable(api.testDatabase.connection, 'contracts', 'exclusive')
  const started = await api.ask(
    'mutation { importLegacyData(input: { directory: "era1" }) { job { id } } }',
    {},
    admin,
  )
  expect(started.errors).toEqual([])

  await expect.poll(() => readSeries('import_source_bytes'), { timeout: 20_000 }).toBeGreaterThan(1_000)
  expect(await isRunning()).toBe(true)
  await table.query('rollback')
  table.release()

  await expect.poll(() => readSeries('import_source_bytes'), { timeout: 30_000 }).toBe(0)
  expect(await isRunning()).toBe(false)
})

test('no metric contains a value of a request', async () => {
  expect(await readMetrics()).not.toContain(member.id)
  expect(await readMetrics()).not.toContain('Ada')
})
