import { expect, test } from 'vitest'
import { createTestDatabase } from '../../support/database.ts'
import { insertAnalysis } from '../../support/factories.ts'
import { importFiles, listRejects, runJob } from '../../support/imports.ts'
import { legacyContract, legacyUser } from '../../support/legacy-records.ts'

const { connection } = await createTestDatabase()
const { db } = connection

test('an onboarding that an analysis moved after the import counts as changed, not as damaged', async () => {
  const onboarding = { completed: true, defaultContract: { isIndexed: false, indexingProgress: 40 } }
  const user = { ...legacyUser(), onboarding }
  const contract = { ...legacyContract(user.id), isDefault: true, isActive: true }
  const job = await importFiles(connection, { 'users.json': [user], 'contracts.json': [contract] })
  const verify = async () =>
    (await listRejects(connection, (await runJob(connection, 'verify', job.id)).id)).map(
      ({ kind, code }) => ({
        kind,
        code,
      }),
    )
  const before = await verify()

  const { id } = await insertAnalysis(db, {
    ...{ user_id: String(user.id), config_id: String(contract.id), analysis_type: 'quick_index' },
  })
  await db.updateTable('analyses').set({ status: 'running' }).where('id', '=', id).execute()

  expect(before).toEqual([])
  expect(await verify()).toEqual([{ kind: 'users', code: 'CHANGED_SINCE' }])
})
