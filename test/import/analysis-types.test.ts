import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { insertUser } from '../support/factories.ts'
import { importFiles } from '../support/imports.ts'
import { legacyAnalysis, legacyUser } from '../support/legacy-records.ts'

const documentation = readFileSync(join(import.meta.dirname, '../../docs/api.md'), 'utf8')
/** The types in docs/api.md, by their names in the legacy application. */
const documented = [
  ...documentation.matchAll(/^\| ([A-Z_]+) \|[^|]+\|[^|]+\| ((?:`[\w-]+`(?:, )?)+) \|$/gm),
].flatMap(([, type, names = '']) =>
  names.split(', ').map((name) => [name.replaceAll('`', ''), type] as const),
)

test('analyses of every type of the legacy application are imported as documented', async () => {
  const api = await startApi()
  const admin = await insertUser(api.db, { role: 'admin' })
  const user = legacyUser()
  const records = documented.map(([analysisType]) => legacyAnalysis(user.id, { analysisType }))

  await importFiles(api.jobs, { 'users.json': [user], 'analyses.json': records })

  const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Analysis { type } } }'
  const { data } = await api.ask(query, { ids: records.map(({ id }) => id) }, admin)
  const types = data.nodes.map(({ type }: { type: string }, at: number) => [documented[at]?.[0], type])
  expect(types).toEqual([
    ['single', 'SINGLE'],
    ['full', 'SINGLE'],
    ['competitive', 'COMPETITIVE'],
    ['comparative', 'COMPARATIVE'],
    ['quick_scan', 'QUICK_SCAN'],
    ['quick', 'QUICK_SCAN'],
    ['quick-index', 'QUICK_INDEX'],
  ])
  expect(types).toEqual(documented)
})
