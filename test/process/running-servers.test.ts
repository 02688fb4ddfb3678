import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { listRunningServers, recordServer } from '../../src/process/running-servers.ts'

const root = join(import.meta.dirname, '../..')
const createServer = () => ({ url: `http://127.0.0.1/${randomUUID()}`, database: '"metagauge" on db:5432' })

test('a server is listed until its record is deleted', () => {
  const server = createServer()

  const deleteRecord = recordServer(server)
  onTestFinished(deleteRecord)

  expect(listRunningServers()).toContainEqual(server)
  deleteRecord()
  expect(listRunningServers()).not.toContainEqual(server)
})

test('a server that ended without deleting its record is not listed', () => {
  const server = createServer()
  const script = `
    import { recordServer } from ${JSON.stringify(join(root, 'src/process/running-servers.ts'))}
    recordServer(${JSON.stringify(server)})
    process.stdout.write(String(process.pid))`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  })
  const record = join(root, 'node_modules/.cache/metagauge-api/servers', `${stdout}.json`)
  onTestFinished(() => rmSync(record))

  expect(existsSync(record)).toBe(true)
  expect(listRunningServers()).not.toContainEqual(server)
})
