import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { importFiles } from '../support/imports.ts'
import { legacyUser } from '../support/legacy-records.ts'

const { connection } = await createTestDatabase()
/** 20 MB of text that take half a gigabyte as JavaScript objects. */
const manyLists = `{"id":"5d2f9e60-8a3b-4a7e-9a53-1f6f3f6f0002","email":"many@example.org","lists":[${'[],'.repeat(7_000_000)}0]}`

test('an import fails if a record needs too much memory, and the next import runs', async () => {
  const user = JSON.stringify(legacyUser({ email: 'next@example.org' }))
  const failed = await importFiles(connection, { 'users.json': `[${user},${manyLists}]` })
  expect(failed).toMatchObject({ phase: 'failed', errorCode: 'OUT_OF_MEMORY' })
  const next = await importFiles(connection, { 'users.json': `[${user}]` })
  expect(next).toMatchObject({ phase: 'completed', errorCode: null })
}, 60_000)
