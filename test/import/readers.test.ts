import { expect, test } from 'vitest'
import { createImportRequest } from '../../src/import/import.rules.ts'
import { createTestDatabase } from '../support/database.ts'
import { createTestRunner, writeTree } from '../support/imports.ts'
import { legacyContract, legacyUser } from '../support/legacy-records.ts'

const { connection } = await createTestDatabase()
const { pool } = connection
/** Several batches of each kind. */
const records = 3_000

/** What a reader sees in one statement. */
async function countRows(): Promise<string> {
  const { rows } = await pool.query<{ found: string }>(`
    select concat_ws(' ', (select count(*) from users), (select count(*) from contracts),
      (select count(*) from legacy_records), (select count(*) from import_jobs where phase = 'completed')) as found`)
  return rows[0]?.found ?? ''
}

test('during an import, readers see all of it or nothing, in agreement with the job', async () => {
  const users = Array.from({ length: records }, (_, index) => legacyUser({ email: `${index}@example.org` }))
  const contracts = users.map(({ id }) => legacyContract(id))
  const directory = await writeTree({ 'users.json': users, 'contracts.json': contracts })
  const runner = createTestRunner(connection)
  const jobId = await runner.start(createImportRequest({ directory }, null))
  let isOver = false
  const ended = runner.untilEnded(jobId).then(() => {
    isOver = true
  })
  const found = new Set<string>()
  let looks = 0
  for (; !isOver; looks++) found.add(await countRows())
  await ended
  found.add(await countRows())
  expect([...found]).toEqual(['0 0 0 0', `${records} ${records} ${2 * records} 1`])
  expect(looks).toBeGreaterThan(10)
})
