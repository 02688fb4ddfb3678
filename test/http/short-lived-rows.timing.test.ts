import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { insertContract, insertUser } from '../support/factories.ts'
import { startServerProgram } from '../support/programs.ts'

const warmUps = 300
const requests = 1_500
const contracts = 100
const query = `{ contracts(first: 100) {
  totalCount pageInfo { hasNextPage startCursor endCursor } edges { cursor node { id name description createdAt } }
} }`

test('rows of a request are collected without a full garbage collection', {
  timeout: 120_000,
}, async () => {
  const { connection, serving, owner } = await createTestDatabase()
  const { id, apiKey } = await insertUser(connection.db)
  for (let count = 0; count < contracts; count++) {
    await insertContract(connection.db, { user_id: id, description: 'x'.repeat(500) })
  }
  const { url } = await startServerProgram({ serving, owner })
  const ask = async (times: number) => {
    for (let count = 0; count < times; count++) {
      const body = JSON.stringify({ query })
      // Uncompressed: the native buffers of compression streams also cause full collections.
      const headers = {
        'content-type': 'application/json',
        'x-api-key': apiKey,
        'accept-encoding': 'identity',
      }
      const answer = await (await fetch(`${url}/graphql`, { method: 'POST', headers, body })).text()
      if (count === 0) expect(JSON.parse(answer).data.contracts.edges).toHaveLength(contracts)
    }
  }

  await ask(warmUps)
  const before = await countCollections(url)
  await ask(requests)
  const after = await countCollections(url)

  process.stdout.write(`${requests} requests of ${contracts} rows: ${JSON.stringify({ before, after })}\n`)
  // Other allocations cause at most one full collection; rows in the old generation would cause 8 or 9.
  expect(after.full - before.full).toBeLessThan(4)
  expect(after.minor).toBeGreaterThan(before.minor)
})

async function countCollections(url: string) {
  const text = await (await fetch(`${url}/metrics`)).text()
  const count = (kind: string) =>
    Number(new RegExp(`^nodejs_gc_duration_seconds_count{kind="${kind}"} (\\d+)$`, 'm').exec(text)?.[1] ?? 0)
  return { minor: count('minor'), full: count('major') }
}
