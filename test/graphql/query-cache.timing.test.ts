import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ask } from '../support/api.ts'
import { createTestDatabase } from '../support/database.ts'
import { startServerProgram } from '../support/programs.ts'
import { findCount } from '../support/random-seed.ts'
import { writeLargeQuery } from './large-query.ts'

const testDatabase = await createTestDatabase()
const queries = findCount('LARGE_QUERIES', { full: 1_000, short: 200 })

test('many large queries of an anonymous client do not increase the memory of the server', {
  timeout: 240_000,
}, async () => {
  const { url, child } = await startServerProgram(testDatabase)
  const send = async (number: number) =>
    expect((await ask(`${url}/graphql`, { query: writeLargeQuery(number) })).status).toBe(200)
  for (let number = 0; number < 20; number++) await send(number)
  const before = readMegabytes(child.pid)
  for (let number = 20; number < queries; number += 4) {
    await Promise.all([0, 1, 2, 3].map((offset) => send(number + offset)))
  }
  expect(readMegabytes(child.pid) - before).toBeLessThan(120)
})

/** Resident memory; 0 if the system doesn't report it. */
function readMegabytes(pid: number | undefined): number {
  if (process.platform !== 'linux') return 0
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) / 1024
}
