import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { defaultByteLimits } from '../../src/database/limits/workload.ts'
import { createErrorFormatter } from '../../src/graphql/errors.ts'
import { createMaxCost } from '../../src/graphql/limits.ts'
import { createQueryCache } from '../../src/graphql/query-cache.ts'
import { createGraphQLServer } from '../../src/graphql/server.ts'
import { createLogger } from '../../src/logger.ts'
import { ask, openRequestWork } from '../support/api.ts'
import { createTestDatabase } from '../support/database.ts'
import { startServerProgram } from '../support/programs.ts'

const testDatabase = await createTestDatabase()
const viewer = { id: 'somebody' }
const limits = { viewersBytes: 4_000_000, anonymousBytes: 1_000_000 }

/** Each takes some KB as text, and a megabyte when parsed. */
function writeLarge(number: number): string {
  return `{ ${Array.from({ length: 300 }, (_, at) => `a${at}: me { id }`).join(' ')} x${number}: __typename }`
}

async function startServer() {
  const queries = createQueryCache(createMaxCost(defaultByteLimits.maxAnswerBytes), limits)
  const logger = createLogger('silent')
  const apollo = await createGraphQLServer({ logger, formatError: createErrorFormatter(logger), queries })
  const work = await openRequestWork()
  const execute = (query: string, asked: object | null) =>
    apollo.executeOperation({ query }, { contextValue: { viewer: asked, loaders: {}, work } as never })
  return { queries, apollo, execute }
}

test('queries of anonymous clients stay within their share, and do not evict those of viewers', async () => {
  const { queries, apollo, execute } = await startServer()
  await execute('{ __typename }', viewer)
  const before = queries.bytes
  for (let number = 0; number < 100; number++) await execute(`{ x${number}: __typename }`, null)
  expect(queries.bytes.anonymousBytes).toBeLessThanOrEqual(limits.anonymousBytes)
  expect(queries.bytes.anonymousBytes).toBeGreaterThan(limits.anonymousBytes / 2)
  expect(queries.bytes.viewersBytes).toBe(before.viewersBytes)
  expect(queries.find('{ __typename }', null)).toBeDefined()
  expect(queries.find('{ x99: __typename }', null)).toBeDefined()
  expect(queries.find('{ x0: __typename }', null)).toBeUndefined()
  await apollo.stop()
})

test('a query that returns data to a viewer moves to the viewers’ share', async () => {
  const { queries, apollo, execute } = await startServer()
  await execute('{ __typename }', null)
  const { anonymousBytes } = queries.bytes
  await execute('{ __typename }', viewer)
  expect(queries.bytes).toEqual({ viewersBytes: anonymousBytes, anonymousBytes: 0 })
  await apollo.stop()
})

test('the viewers’ share is limited, and invalid or too large queries are not cached', async () => {
  const { queries, apollo, execute } = await startServer()
  for (let number = 0; number < 300; number++) await execute(`{ x${number}: __typename }`, viewer)
  expect(queries.bytes.viewersBytes).toBeLessThanOrEqual(limits.viewersBytes)
  const { anonymousBytes } = queries.bytes
  await execute('{ none }', viewer)
  await execute(writeLarge(1), null)
  await execute(`{ __typename } # ${'x'.repeat(20_000)}`, null)
  expect(queries.bytes.anonymousBytes).toBe(anonymousBytes)
  await apollo.stop()
})

test('a thousand large queries of an anonymous client do not increase the memory of the server', {
  timeout: 240_000,
}, async () => {
  const { url, child } = await startServerProgram(testDatabase)
  const send = async (number: number) =>
    expect((await ask(`${url}/graphql`, { query: writeLarge(number) })).status).toBe(200)
  for (let number = 0; number < 20; number++) await send(number)
  const before = readMegabytes(child.pid)
  for (let number = 20; number < 1_000; number += 4) {
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
