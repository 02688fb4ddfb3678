import { parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { createSchema } from '../../src/graphql/server.ts'
import { startApi } from '../support/api.ts'
import { insertRowsOf, insertUser } from '../support/factories.ts'
import { createRandom } from '../support/random.ts'
import { createRandomQuery } from '../support/random-queries/random-query.ts'

const api = await startApi()
const owner = await insertUser(api.db, { role: 'admin' })
await insertRowsOf(
  api.db,
  { id: owner.id, mark: 'row' },
  { contracts: 3, analyses: 3, competitors: 1, sessions: 2, messages: 3 },
)
const rows = await Promise.all(
  (['contracts', 'analyses', 'chat_sessions'] as const).map((table) =>
    api.db.selectFrom(table).select('id').execute(),
  ),
)
const ids = rows.flat().map(({ id }) => id)
const schema = createSchema()
const documents = Number(process.env.HTTP_DOCUMENTS ?? 60)
const seed = Number(process.env.SEED ?? 20_261_129)

test(`the server answers ${documents} random queries the same way each time (seed ${seed})`, {
  timeout: 60_000 + documents * 500,
}, async () => {
  for (let at = 0; at < documents; at++) {
    const { text, variables, operationName } = writeValid(seed + at)
    const ask = async () => {
      const headers = { 'content-type': 'application/json', 'x-api-key': owner.apiKey }
      const body = JSON.stringify({ query: text, variables, operationName })
      const response = await fetch(`${api.url}/graphql`, { method: 'POST', headers, body })
      return { status: response.status, text: order(await response.text()) }
    }
    const first = await ask()
    const others = [await ask(), await ask(), await ask(), await ask()]
    for (const other of others) expect(other, `${text}\n${JSON.stringify(variables)}`).toEqual(first)
  }
})

function writeValid(first: number) {
  for (let next = first; ; next += documents) {
    const query = createRandomQuery(createRandom(next), schema, { ids })
    if (validate(schema, parse(query.text)).length === 0) return query
  }
}

/**
 * Sorts the errors and removes their ids. If the whole response is null, the database decides which of several
 * failing fields failed first, so only the presence of errors is compared; the test in memory compares them exactly.
 */
function order(text: string): string {
  const masked = text.replaceAll(/(?<=of the server: |"errorId":")[0-9a-f-]{36}/g, 'id')
  const { data, errors = [] }: { data?: unknown; errors?: readonly object[] } = JSON.parse(masked)
  const comparable =
    data === null ? errors.length > 0 : errors.map((error) => JSON.stringify(error)).toSorted()
  return JSON.stringify({ data, errors: comparable })
}
