import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../../support/database.ts'
import { insertUser } from '../../support/factories.ts'
import { sendParts } from '../../support/multipart.ts'
import { startServerProgram } from '../../support/programs.ts'
import { contractsOf, toParts } from '../../support/uploads.ts'

const { connection, serving, owner } = await createTestDatabase()
const uploadedMegabytes = 128
/** It grows by 35 to 45; where chunks are left to the garbage collector by 95 to 105. */
const maxGrowthMegabytes = 70

test.skipIf(!existsSync('/proc/self/status'))(
  'a server does not grow with what is uploaded',
  async () => {
    const admin = await insertUser(connection.db, { role: 'admin' })
    const { child, url } = await startServerProgram({ serving, owner })
    const content = Buffer.alloc(uploadedMegabytes * 1_000_000, ' ')
    const before = peakMegabytes(child.pid)
    const { status } = await sendParts(url, toParts(contractsOf(content)), admin)
    expect(status).toBe(200)
    expect(peakMegabytes(child.pid) - before).toBeLessThan(maxGrowthMegabytes)
  },
  60_000,
)

function peakMegabytes(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return (Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) * 1024) / 1e6
}
