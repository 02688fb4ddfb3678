import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test, vi } from 'vitest'
import { bearer, createAccountCalls, insertMember } from '../auth/account-calls.ts'
import { createOperationData, measuredOperations } from '../conformance/operations.ts'
import { type ApiClient, ask } from '../support/api.ts'
import { report } from '../support/code-report.ts'
import { createTestDatabase } from '../support/database.ts'
import { insertUser } from '../support/factories.ts'
import { type ServerProgram, startServerProgram } from '../support/programs.ts'

const testDatabase = await createTestDatabase()
const { connection } = testDatabase
const guard = pathToFileURL(join(import.meta.dirname, '../support/code-guard.ts'))

/** Sent repeatedly without credentials: graphql-jit put such texts into a function. */
const attack = `{contracts(filter:{search:"__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74dprocess.getBuiltinModule('node:fs').writeFileSync('proof','y')"}){totalCount}}`

test('a running server generates no code from text, whatever is requested', {
  timeout: 240_000,
}, async () => {
  const server = await startServerProgram(testDatabase, {
    NODE_OPTIONS: `--import ${guard.href}`,
    LOG_LEVEL: 'info',
    LEGACY_DATA_DIR: join(import.meta.dirname, '../fixtures/legacy'),
  })
  server.child.kill('SIGUSR2')
  await untilWritten(server, /^armed$/m)
  const api = createClient(server)
  await askEverything(api)
  await useCheckedForms(api)
  await importTree(api)
  for (const path of ['graphql', 'imports', 'health', 'ready', 'metrics', 'none']) {
    await (await fetch(`${server.url}/${path}`, { headers: { accept: 'text/html' } })).text()
  }
  expect((await api.ask('{ __typename }')).data).toEqual({ __typename: 'Query' })
  for (const _time of [1, 2, 3, 4]) expect((await api.ask(attack)).status).toBe(401)
  expect(reportsOf(server)).toEqual([])

  server.child.kill('SIGUSR2')
  await untilWritten(server, new RegExp(report))
  expect(reportsOf(server)).toHaveLength(1)
})

function createClient(server: ServerProgram): ApiClient {
  return {
    db: connection.db,
    log: server.stderr,
    ask: (query, variables, sender) => ask(`${server.url}/graphql`, { query, variables }, sender),
  }
}

/** Sends each query three times, so that its cached execution runs, too. */
async function askEverything(api: ApiClient): Promise<void> {
  for (const { document, variables, sender = 'owner' } of Object.values(measuredOperations)) {
    const data = await createOperationData(api)
    const given = await variables?.(data)
    const times = document.startsWith('mutation') ? 1 : 3
    for (let time = 0; time < times; time++) {
      expect((await api.ask(document, given, data[sender])).errors, document).toEqual([])
    }
  }
}

/** zod checks tokens and ABIs; by default it compiles functions. */
async function useCheckedForms(api: ApiClient): Promise<void> {
  const { email } = await insertMember(api)
  const { data } = await createAccountCalls(api).logIn(email)
  const create =
    'mutation ($input: CreateContractInput!) { createContract(input: $input) { contract { name } } }'
  const targetAbi = JSON.stringify([{ type: 'event', name: 'Moved', inputs: [] }])
  const input = { name: 'With ABI', targetAddress: `0x${'8'.repeat(40)}`, targetChain: 'ethereum', targetAbi }
  const created = await api.ask(create, { input }, bearer(data.login.token))
  expect(created.errors).toEqual([])
}

/** The import runs in a thread, which refuses code generation from its start. */
async function importTree(api: ApiClient): Promise<void> {
  const admin = await insertUser(api.db, { role: 'admin' })
  const start = 'mutation { importLegacyData(input: { directory: "era1" }) { job { id } } }'
  const { data, errors } = await api.ask(start, {}, admin)
  expect(errors).toEqual([])
  const { id } = data.importLegacyData.job
  const readJob = 'query ($id: ID!) { importJob(id: $id) { phase errorMessage finishedAt } }'
  await vi.waitFor(
    async () =>
      expect((await api.ask(readJob, { id }, admin)).data.importJob).toMatchObject({
        phase: 'COMPLETED',
        errorMessage: null,
      }),
    { timeout: 60_000, interval: 200 },
  )
}

function reportsOf(server: ServerProgram): readonly string[] {
  const lines = server.stderr().split('\n')
  return lines.filter((line) => line.startsWith(report))
}

async function untilWritten(server: ServerProgram, pattern: RegExp): Promise<void> {
  await vi.waitFor(() => expect(server.stderr()).toMatch(pattern), { timeout: 10_000, interval: 20 })
}
