import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { startTemporaryPostgres } from '../../../src/database/embedded/temporary-postgres.ts'
import { queryOnce } from '../../support/embedded-postgres.ts'

test('a temporary server deletes its files when it stops', async () => {
  const server = await startTemporaryPostgres()
  const { data } = await queryOnce(server.database, "select current_setting('data_directory') as data")
  expect(existsSync(String(data))).toBe(true)
  await server.stop()
  expect(existsSync(dirname(String(data)))).toBe(false)
})

test('a temporary server whose owner was killed is removed by the next one', async () => {
  const database = await startInKilledProcess()
  const { data } = await queryOnce(database, "select current_setting('data_directory') as data")
  const next = await startTemporaryPostgres()
  await next.stop()
  expect(existsSync(dirname(String(data)))).toBe(false)
  await expect(queryOnce(database, 'select 1')).rejects.toThrow('ECONNREFUSED')
})

/** Returns the connection to a temporary server that its owner does not stop. */
async function startInKilledProcess() {
  const module = join(import.meta.dirname, '../../../src/database/embedded/temporary-postgres.ts')
  const script = `const { startTemporaryPostgres } = await import(${JSON.stringify(module)})
    process.stdout.write(JSON.stringify((await startTemporaryPostgres()).database))
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [text] = await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')
  return JSON.parse(String(text))
}
