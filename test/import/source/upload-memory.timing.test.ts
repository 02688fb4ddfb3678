import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../../support/database.ts'
import { insertUser } from '../../support/factories.ts'
import { sendParts } from '../../support/multipart.ts'
import { startServerProgram } from '../../support/programs.ts'
import { findCount } from '../../support/random-seed.ts'
import { contractsOf, toParts } from '../../support/uploads.ts'

const { connection, serving, owner } = await createTestDatabase()
const uploadedMegabytes = findCount('UPLOADED_MEGABYTES', { full: 128, short: 32 })
/** Measured: 35 to 45; 95 to 105 if the memory of chunks is left to the garbage collector. */
const maxGrowthMegabytes = 70

test.skipIf(!existsSync('/proc/self/status'))(
  'the memory of a server does not grow with the size of an upload',
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
