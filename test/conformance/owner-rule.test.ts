import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema } from 'graphql'
import { expect, test, vi } from 'vitest'
import { sweepLeases } from '../../src/analyses/lease-sweep.ts'
import { startApi } from '../support/api.ts'
import { insertUser } from '../support/factories.ts'
import { untilMailed } from '../support/mail.ts'
import { checkStatements, findOwnedTables, findUnowned } from '../support/owner-rule/check-statements.ts'
import { ownerExceptions } from '../support/owner-rule/exceptions.ts'
import { createOperationData, type MeasuredOperation, measuredOperations } from './operations.ts'

/** Operations that start or end a job. */
const jobOperations = [
  ...['importLegacyData', 'exportLegacyData', 'cancelImport', 'retryRejects', 'verifyImport', 'revertImport'],
  ...['takeOverRefusals', 'switchOverAnalyses'],
]
const root = join(import.meta.dirname, '../..')
const api = await startApi()
const ownedTables = await findOwnedTables(api.db)

const resetRequest: MeasuredOperation = {
  document: 'mutation ($email: String!) { requestPasswordReset(input: {email: $email}) { isAccepted } }',
  variables: ({ owner: { email } }) => ({ email }),
}

const nodeOperation: MeasuredOperation = {
  document: 'query ($id: ID!) { node(id: $id) { id } }',
  variables: ({ contractId: id }) => ({ id }),
}

/** Statements with the owned tables that they access without their owner. */
const judged: readonly (readonly [string, readonly string[]])[] = [
  ['select name from contracts where id = $1', ['contracts']],
  ['select user_id from contracts where id = $1', ['contracts']],
  ['select name from contracts where id = $1 and user_id = $2', []],
  ['select name from contracts as c where c.id = $1 and c.user_id = any($2::uuid[])', []],
  ['select name from contracts where id = $1 or user_id = $2', ['contracts']],
  ['select name from contracts where user_id <> $1', ['contracts']],
  ['select name from contracts where user_id = user_id', ['contracts']],
  ['select name from contracts where user_id = id', ['contracts']],
  ['select name from contracts where (id, user_id) = ($1, $2)', []],
  ['select name from contracts where $1::uuid is null or user_id = $1', []],
  ['select name from contracts where false', []],
  ['select email from users where id = $1', []],
  ['select id from users where email = $1', ['users']],
  ['select from contracts c join analyses a on a.config_id = c.id where a.user_id = $1', ['contracts']],
  ['select from contracts c join analyses a on a.user_id = c.user_id', ['analyses', 'contracts']],
  ['select from contracts c join analyses a on a.user_id = c.user_id where c.user_id = $1', []],
  ['select from contracts c left join analyses a on c.user_id = $1 and a.user_id = $1', ['contracts']],
  [
    'select from contracts where user_id = $1 and exists (select from analyses where config_id = contracts.id)',
    ['analyses'],
  ],
  [
    'select (select name from contracts where id = config_id) from analyses where user_id = $1',
    ['contracts'],
  ],
  ['select from (select id, user_id as owner from contracts) as c where c.owner = $1', []],
  ['select from (select id, user_id as owner from contracts) as c where c.id = $1', ['contracts']],
  ['with c as (select id, user_id from contracts) select from c where c.user_id = $1', ['contracts']],
  [
    'select from unnest($1::uuid[], $2::uuid[]) as k(id, user_id) join contracts c on c.id = k.id and c.user_id = k.user_id',
    [],
  ],
  ['select 1 from contracts where user_id = $1 union all select 1 from analyses', ['analyses']],
  ['update contracts set name = $1 where id = $2', ['contracts']],
  [
    'update analyses set status = $1 from contracts where analyses.user_id = contracts.user_id and contracts.user_id = $2',
    [],
  ],
  [
    'delete from contracts using analyses where contracts.id = config_id and analyses.user_id = $1',
    ['contracts'],
  ],
  ['insert into contracts (name) values ($1)', ['contracts']],
  ['insert into contracts (name, user_id) values ($1, $2)', []],
  [
    'insert into contracts (id, user_id) values ($1, $2) on conflict (id) do update set name = $3',
    ['contracts'],
  ],
  [
    'insert into contracts (id, user_id) values ($1, $2) on conflict (id) do update set name = $3 where contracts.user_id = excluded.user_id',
    [],
  ],
]

test.each(judged)('%s', async (statement, unowned) => {
  expect(await findUnowned(statement, ownedTables)).toEqual(unowned)
})

test('the owned tables are those in the catalog', () => {
  expect([...ownedTables.keys()]).toEqual(
    expect.arrayContaining([
      'users',
      'contracts',
      'analyses',
      'chat_messages',
      'account_codes',
      'idempotency_keys',
    ]),
  )
})

test('every statement of every operation, list and sweep names the owner, except for the exceptions', async () => {
  const operations = { ...measuredOperations, requestPasswordReset: resetRequest }
  const asked = [...Object.keys(operations), ...jobOperations]
  expect(asked.toSorted()).toEqual(listFields().toSorted())
  for (const operation of Object.values(operations)) await run(operation)
  for (const sender of ['admin', 'worker'] as const) await run({ ...nodeOperation, sender })
  await runJobs()
  await sweepLeases(api.served.db)
  const statements = [...readGoldenStatements(), ...api.statementsOfRequests]
  const { breaches, needed } = await checkStatements(statements, ownedTables)
  expect(breaches).toEqual([])
  const stale = ownerExceptions.filter((exception) => !needed.has(exception))
  expect(
    stale.map(({ name }) => name),
    'exceptions that no statement needs',
  ).toEqual([])
}, 60_000)

function listFields(): string[] {
  const schema = buildSchema(readFileSync(join(root, 'schema.graphql'), 'utf8'))
  const types = [schema.getQueryType(), schema.getMutationType()]
  return types.flatMap((type) => Object.keys(type?.getFields() ?? {}))
}

function readGoldenStatements(): string[] {
  const files = globSync(join(import.meta.dirname, 'golden/*.sql'))
  const text = files.map((file) => readFileSync(file, 'utf8')).join('\n')
  const statements = text.replaceAll(/^-- .*$/gm, '').split(/;\n/)
  return statements.map((statement) => statement.trim()).filter((statement) => statement !== '')
}

/** Also waits for statements after the response, such as those of an e-mail. */
async function run(operation: MeasuredOperation): Promise<void> {
  const { document, variables, sender = 'owner' } = operation
  const data = await createOperationData(api)
  const { errors } = await api.ask(document, await variables?.(data), data[sender])
  expect(errors, document).toEqual([])
  if (operation === resetRequest) await untilMailed(api, data.owner.email)
}

/**
 * Starts a job of each kind. The statements of the requests are checked, but not those of the jobs, which process the
 * rows of all users on separate connections. Only administrators can start jobs.
 */
async function runJobs(): Promise<void> {
  const admin = await insertUser(api.db, { role: 'admin' })
  const runJob = async (field: string) => {
    const document = `mutation { ${field} { job { id } } }`
    const { data, errors } = await api.ask(document, {}, admin)
    expect(errors, document).toEqual([])
    const [name = ''] = field.split('(')
    await untilEnded(data[name].job.id)
    return String(data[name].job.id)
  }
  const imported = await runJob('importLegacyData(input: {directory: "era2"})')
  await runJob(`cancelImport(input: { jobId: "${imported}" })`)
  for (const operation of ['verifyImport', 'retryRejects', 'revertImport']) {
    await runJob(`${operation}(input: {jobId: "${imported}"})`)
  }
  await runJob('exportLegacyData(input: {directory: "owner-rule"})')
}

async function untilEnded(id: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const query = api.db.selectFrom('import_jobs').select('finished_at').where('id', '=', id)
      expect((await query.executeTakeFirstOrThrow()).finished_at).not.toBeNull()
    },
    { timeout: 30_000 },
  )
}
