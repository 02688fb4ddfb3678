import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { insertSession, insertUser } from '../support/factories.ts'
import { lists, type PagedList, rows } from './paged-lists.ts'

interface Traversal {
  readonly list: PagedList
  readonly orderBy: { readonly field: string; readonly direction: 'ASC' | 'DESC' }
  readonly filter: object
  readonly isBackward: boolean
  /** Sizes of the pages, repeated. */
  readonly sizes: readonly number[]
}

interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean }
}

const api = await startApi()
const { db } = api
const admin = await insertUser(db, { role: 'admin' })
const session = await insertSession(db, { user_id: admin.id })

const traversals = fc.constantFrom(...lists).chain((list) =>
  fc.record<Traversal>({
    list: fc.constant(list),
    orderBy: fc.record({
      field: fc.constantFrom(...list.orderFields),
      direction: fc.constantFrom('ASC', 'DESC'),
    }),
    filter: fc.constantFrom(...list.filters),
    isBackward: fc.boolean(),
    sizes: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 }),
  }),
)
const presentRows = fc.array(rows, { maxLength: 25 })
const arrivals = fc.array(rows, { maxLength: 25 })

test('pages have no gaps and no duplicates in any list, order, filter and direction, while rows are added', async () => {
  const property = fc.asyncProperty(
    traversals,
    presentRows,
    arrivals,
    async (traversal, present, arriving) => {
      await clear()
      for (const row of present) await insert(traversal.list, row)
      const expected = idsOf(await ask(traversal, { first: 100 }))
      const visited = await visitPages(traversal, async () => {
        for (const row of arriving.splice(0, 2)) await insert(traversal.list, row)
      })
      expect(new Set(visited).size).toBe(visited.length)
      expect(visited.filter((id) => expected.includes(id))).toEqual(expected)
    },
  )
  await fc.assert(property, { numRuns: 150 })
}, 120_000)

/** The IDs of all pages in the order of the list. */
async function visitPages(
  traversal: Traversal,
  betweenPages: () => Promise<void>,
): Promise<readonly string[]> {
  const visited: string[] = []
  let cursor: string | undefined
  for (let number = 0; number < 100; number += 1) {
    const size = traversal.sizes[number % traversal.sizes.length]
    const page = await ask(
      traversal,
      traversal.isBackward ? { last: size, before: cursor } : { first: size, after: cursor },
    )
    expect(page.edges.length).toBeLessThanOrEqual(size ?? 0)
    if (traversal.isBackward) visited.unshift(...idsOf(page))
    else visited.push(...idsOf(page))
    const { hasNextPage, hasPreviousPage } = page.pageInfo
    if (!(traversal.isBackward ? hasPreviousPage : hasNextPage)) return visited
    cursor = page.edges.at(traversal.isBackward ? 0 : -1)?.cursor
    await betweenPages()
  }
  throw new Error('There are more than 100 pages.')
}

async function ask({ list, filter, orderBy }: Traversal, page: object): Promise<Page> {
  const { name, template = '%', filterType, orderType } = list
  const parameters = ['$first: Int, $after: String, $last: Int, $before: String', `$orderBy: ${orderType}`]
  const given = ['first: $first, after: $after, last: $last, before: $before, orderBy: $orderBy']
  if (filterType !== undefined) {
    parameters.push(`$filter: ${filterType}`)
    given.push('filter: $filter')
  }
  if (template !== '%') parameters.push('$session: ID!')
  const connection = '{ edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage } }'
  const query = `query (${parameters}) { ${template.replace('%', `list: ${name}(${given}) ${connection}`)} }`
  const { data, errors } = await api.ask(query, { ...page, filter, orderBy, session: session.id }, admin)
  expect(errors).toEqual([])
  return template === '%' ? data.list : data.node.list
}

function idsOf({ edges }: Page): readonly string[] {
  return edges.map(({ node }) => node.id)
}

function insert(list: PagedList, row: Parameters<PagedList['insert']>[1]): Promise<unknown> {
  return list.insert(db, row, { userId: admin.id, session })
}

async function clear(): Promise<void> {
  await db.deleteFrom('chat_messages').execute()
  await db.deleteFrom('chat_sessions').where('id', '<>', session.id).execute()
  await db.deleteFrom('analyses').execute()
  await db.deleteFrom('contracts').execute()
  await db.deleteFrom('users').where('id', '<>', admin.id).execute()
}
