import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { type Account, insertUser } from '../support/factories.ts'
import { startApi } from '../support/api.ts'

const api = await startApi()
let admin: Account
let stranger: Account

beforeAll(async () => {
  admin = await insertUser(api.db, { role: 'admin' })
  stranger = await insertUser(api.db)
})

const startImport = `mutation ($input: ImportLegacyDataInput!) {
  importLegacyData(input: $input) { job { id phase directory onConflict orphans dryRun includeBackups } }
}`
const jobFields = `id phase errorCode errorMessage bytesRead bytesTotal bytesPerSecond finishedAt
  startedBy { id }
  counts { kind read inserted updated unchanged skipped rejected warnings verified }
  warnings { kind code message count }
  skippedPaths { path reason }`

async function untilEnded(id: string) {
  for (;;) {
    const { data } = await api.ask(
      `query ($id: ID!) { importJob(id: $id) { ${jobFields} } }`,
      { id },
      admin,
    )
    if (data.importJob.finishedAt !== null) return data.importJob
    await sleep(50)
  }
}

async function importDirectory(input: object) {
  const { data } = await api.ask(startImport, { input }, admin)
  return untilEnded(data.importLegacyData.job.id)
}

test('an administrator imports a tree and reads how it went', async () => {
  const job = await importDirectory({ directory: 'mixed' })
  expect(job).toMatchObject({ phase: 'COMPLETED', errorCode: null, startedBy: { id: admin.id } })
  expect(job.bytesRead).toBe(job.bytesTotal)
  expect(job.bytesPerSecond).toBeGreaterThan(0)
  expect(job.counts.map(({ kind, read }) => [kind, read])).toEqual([
    ['USERS', 6],
    ['CONTRACTS', 10],
    ['ANALYSES', 5],
    ['CHAT_SESSIONS', 3],
    ['CHAT_MESSAGES', 6],
  ])
  expect(job.warnings).toEqual([
    { kind: 'USERS', code: 'ROLE_NOT_GRANTED', message: expect.stringContaining('grants nothing'), count: 1 },
  ])
})
