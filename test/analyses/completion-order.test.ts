import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { insertAnalysis, insertContract, insertUser } from '../support/factories.ts'

const api = await startApi()
const owner = await insertUser(api.db)
const contract = await insertContract(api.db, { user_id: owner.id })
const completions: Readonly<Record<string, object>> = {
  earliest: { status: 'completed', completed_at: new Date('0000-01-01T00:00:00.000Z') },
  early: { status: 'completed', completed_at: new Date('2026-01-01T00:00:00.001Z') },
  late: { status: 'completed', completed_at: new Date('2026-01-01T00:00:00.002Z') },
  running: { status: 'running' },
  // Imported without the time.
  untimed: { status: 'completed' },
}
const namesById = new Map<string, string>()
for (const [name, values] of Object.entries(completions)) {
  const { id } = await insertAnalysis(api.db, { user_id: owner.id, config_id: contract.id, ...values })
  namesById.set(id, name)
}
/** At the earliest time, the ids decide. */
const earliest = [...namesById].filter(([, name]) => !name.endsWith('late') && name !== 'early').sort()
const ascending = [...earliest.map(([, name]) => name), 'early', 'late']

test.each([
  ['ASC', 'first', ascending],
  ['ASC', 'last', ascending],
  ['DESC', 'first', ascending.toReversed()],
  ['DESC', 'last', ascending.toReversed()],
] as const)('analyses by COMPLETED_AT %s, page by page with %s', async (direction, size, expected) => {
  for (const parent of ['me { % }', `contract(id: "${contract.id}") { % }`]) {
    expect(await visitPages(parent, direction, size)).toEqual(expected)
  }
})

/** The names on pages of two analyses, in the order of the list. */
async function visitPages(parent: string, direction: string, size: 'first' | 'last') {
  const visited: string[] = []
  let page: string | null = `${size}: 2`
  while (page !== null) {
    const list = `analyses(${page}, orderBy: { field: COMPLETED_AT, direction: ${direction} }) {
      nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }`
    const { data } = await api.ask(`{ list: ${parent.replace('%', list)} }`, {}, owner)
    const { nodes, pageInfo } = data.list.analyses
    const names = nodes.map(({ id }: { id: string }) => namesById.get(id) ?? '')
    if (size === 'first') visited.push(...names)
    else visited.unshift(...names)
    page = nextPage(size, pageInfo)
  }
  return visited
}

function nextPage(size: 'first' | 'last', pageInfo: Record<string, unknown>): string | null {
  if (size === 'first') return pageInfo.hasNextPage ? `first: 2, after: "${pageInfo.endCursor}"` : null
  return pageInfo.hasPreviousPage ? `last: 2, before: "${pageInfo.startCursor}"` : null
}
