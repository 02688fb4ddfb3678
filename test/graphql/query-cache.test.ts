import { expect, test } from 'vitest'
import { defaultByteLimits } from '../../src/database/limits/workload.ts'
import { createErrorFormatter } from '../../src/graphql/errors.ts'
import { createMaxCost } from '../../src/graphql/limits.ts'
import { createQueryCache } from '../../src/graphql/query-cache.ts'
import { createGraphQLServer } from '../../src/graphql/server.ts'
import { createLogger } from '../../src/logger.ts'
import { RequestRecord } from '../../src/request-record.ts'
import { openRequestWork } from '../support/api.ts'
import { writeLargeQuery } from './large-query.ts'

const viewer = { id: 'somebody' }
const limits = { viewersBytes: 4_000_000, anonymousBytes: 1_000_000 }

async function startServer() {
  const queries = createQueryCache(createMaxCost(defaultByteLimits.maxAnswerBytes), limits)
  const logger = createLogger('silent')
  const apollo = await createGraphQLServer({ logger, formatError: createErrorFormatter(logger), queries })
  const work = await openRequestWork()
  const execute = (query: string, asked: object | null) =>
    apollo.executeOperation(
      { query },
      { contextValue: { viewer: asked, loaders: {}, work, record: new RequestRecord() } as never },
    )
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
  await execute(writeLargeQuery(1), null)
  await execute(`{ __typename } # ${'x'.repeat(20_000)}`, null)
  expect(queries.bytes.anonymousBytes).toBe(anonymousBytes)
  await apollo.stop()
})
