import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { insertContract, insertUser } from '../support/factories.ts'
import { startServerProgram } from '../support/programs.ts'
import { findCount } from '../support/random-seed.ts'

const warmUps = findCount('WARM_UPS', { full: 300, short: 100 })
const requests = findCount('REQUESTS', { full: 1_500, short: 300 })
const contracts = 100
const query = `{ contracts(first: 100) {
  totalCount pageInfo { hasNextPage startCursor endCursor } edges { cursor node { id name description createdAt } }
} }`

test.each([
  // Other allocations cause at most one full collection; rows in the old generation would cause 8 or 9.
  { encoding: 'identity', maxFull: 3 },
  // Compression allocates native memory, which counts towards the heap's growth: about one full collection in 85.
  { encoding: 'gzip', maxFull: requests / 50 },
])(
  'rows of a request are collected without a full garbage collection: $encoding',
  {
    timeout: 120_000,
  },
  async ({ encoding, maxFull }) => {
    const { connection, serving, owner } = await createTestDatabase()
    const { id, apiKey } = await insertUser(connection.db)
    for (let count = 0; count < contracts; count++) {
      await insertContract(connection.db, { user_id: id, description: 'x'.repeat(500) })
    }
    const { url } = await startServerProgram({ serving, owner })
    const ask = async (times: number) => {
      for (let count = 0; count < times; count++) {
        const body = JSON.stringify({ query })
        const headers = {
          'content-type': 'application/json',
          'x-api-key': apiKey,
          'accept-encoding': encoding,
        }
        const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body })
        expect(response.headers.get('content-encoding') ?? 'identity').toBe(encoding)
        const text = await response.text()
        if (count === 0) expect(JSON.parse(text).data.contracts.edges).toHaveLength(contracts)
      }
    }

    await ask(warmUps)
    const before = await countCollections(url)
    await ask(requests)
    const after = await countCollections(url)

    const ms = (after.fullSeconds - before.fullSeconds) * 1000
    process.stdout.write(
      `${requests} ${encoding} responses of ${contracts} rows: ${after.full - before.full} full collections in ${ms.toFixed(0)} ms\n`,
    )
    expect(after.full - before.full).toBeLessThanOrEqual(maxFull)
    expect(after.minor).toBeGreaterThan(before.minor)
  },
)

async function countCollections(url: string) {
  const text = await (await fetch(`${url}/metrics`)).text()
  const read = (name: string) =>
    Number(new RegExp(`^nodejs_gc_duration_seconds_${name}"} (\\S+)$`, 'm').exec(text)?.[1] ?? 0)
  return {
    minor: read('count{kind="minor'),
    full: read('count{kind="major'),
    fullSeconds: read('sum{kind="major'),
  }
}
