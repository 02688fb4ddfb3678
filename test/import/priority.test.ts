import { readdirSync, readFileSync } from 'node:fs'
import { getPriority, platform } from 'node:os'
import { expect, test } from 'vitest'
import { lowPriority } from '../../src/process/process-priority.ts'
import { createTestDatabase } from '../support/database.ts'
import { importAndPause, writeTree } from '../support/imports.ts'
import { legacyUser } from '../support/legacy-records.ts'

const { connection } = await createTestDatabase()

/** Of a process with a low priority itself, all threads have it. */
const isLow = getPriority() >= lowPriority

test.skipIf(platform() !== 'linux' || isLow)(
  "an import's thread has a lower priority than the process",
  async () => {
    const directory = await writeTree({ 'users.json': [legacyUser({ email: 'slow@example.org' })] })
    const before = getPriority(process.pid)
    await importAndPause(connection, directory, {}, async () => {
      const lowered = listThreadPriorities().filter((priority) => priority === lowPriority)
      expect(lowered).toHaveLength(1)
      expect(getPriority(process.pid)).toBe(before)
    })
  },
)

function listThreadPriorities(): number[] {
  return readdirSync('/proc/self/task').map((thread) => {
    const [, fields = ''] = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8').split(') ')
    return Number(fields.split(' ')[16])
  })
}
