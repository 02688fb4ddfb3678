import { z } from 'zod'
import { type ListForm, type ListQuery, type ListSubjects, listForms } from './list-forms.ts'
import { otherLists } from './other-lists.ts'

/** For every list: the first page with the count, the deepest page from both ends in each order, and each filter alone. */
export function listQueries(subjects: ListSubjects): readonly ListQuery[] {
  return [...listForms.flatMap((form) => queriesOf(form, subjects)), ...otherLists]
}

function queriesOf(form: ListForm, subjects: ListSubjects): ListQuery[] {
  const { name, orderFields, filters } = form
  const orders = orderFields.length === 0 ? [undefined] : orderFields
  const counted = createQuery(form, { name: `${name}, counted`, isCounted: true })
  const filtered = Object.keys(filters?.(subjects) ?? {}).map((filter) =>
    createQuery(form, {
      name: `${name} by ${filter}, counted`,
      isCounted: true,
      filter: (others) => ({ [filter]: filters?.(others)[filter] }),
    }),
  )
  return [counted, ...orders.flatMap((order) => pagesOf(form, order)), ...filtered]
}

function pagesOf(form: ListForm, order: string | undefined): ListQuery[] {
  const name = order === undefined ? form.name : `${form.name} in order of ${order}`
  const ordered = order === undefined ? {} : { order }
  return [
    createQuery(form, { name: `${name}, first page`, ...ordered }),
    createQuery(form, { name: `${name}, deepest page`, walk: 'forward', ...ordered }),
    createQuery(form, { name: `${name}, deepest page from the end`, walk: 'backward', ...ordered }),
  ]
}

interface QueryOptions {
  readonly name: string
  readonly isCounted?: boolean
  readonly order?: string
  readonly walk?: 'forward' | 'backward'
  readonly filter?: (subjects: ListSubjects) => object
}

function createQuery(form: ListForm, options: QueryOptions): ListQuery {
  const { name, order, walk, filter } = options
  return {
    ...{ name, room: form.room, sender: form.sender, document: createDocument(form, options) },
    ...(walk === undefined ? {} : { walk }),
    variables: (subjects) => ({
      ...(form.parentId === undefined ? {} : { id: form.parentId(subjects) }),
      [walk === 'backward' ? 'last' : 'first']: subjects.pageSize,
      ...(order === undefined ? {} : { orderBy: { field: order, direction: 'DESC' } }),
      ...(filter === undefined ? {} : { filter: filter(subjects) }),
    }),
  }
}

function createDocument(form: ListForm, { isCounted, order, filter }: QueryOptions): string {
  const { around = '%', field, node, type } = form
  const given = {
    ...{ first: 'Int', after: 'String', last: 'Int', before: 'String' },
    ...(order === undefined ? {} : { orderBy: `${type}Order` }),
    ...(filter === undefined ? {} : { filter: `${type}Filter` }),
  }
  const names = Object.keys(given)
  const variables = Object.entries(form.parentId === undefined ? given : { ...given, id: 'ID!' })
  const list = `list: ${field}(${names.map((name) => `${name}: $${name}`).join(', ')}) {
    ${isCounted ? 'totalCount ' : ''}edges { node { ${node} } }
    pageInfo { hasNextPage endCursor hasPreviousPage startCursor }
  }`
  return `query (${variables.map(([name, kind]) => `$${name}: ${kind}`).join(', ')}) { ${around.replace('%', list)} }`
}

/** Sends a query and returns the answer's data. */
export type Ask = (document: string, variables: object, sender: ListQuery['sender']) => Promise<unknown>

const pageInfo = z.object({
  hasNextPage: z.boolean(),
  endCursor: z.string().nullable(),
  hasPreviousPage: z.boolean().optional(),
  startCursor: z.string().nullable().optional(),
})
const pageForm = z.object({ list: z.object({ pageInfo }) })
/** The list is in the answer itself, or in its parent object. */
const answerForm = z.union([
  pageForm,
  z.record(z.string(), pageForm).transform((data) => Object.values(data)[0]),
])

/** The variables of the measured page: the first, or the last that following the cursors leads to. */
export async function findPage(ask: Ask, query: ListQuery, subjects: ListSubjects): Promise<object> {
  const variables = query.variables(subjects)
  if (query.walk === undefined) return variables
  let page = variables
  for (;;) {
    const next = readCursor(await ask(query.document, page, query.sender), query.walk)
    if (next === undefined) return page
    page = { ...variables, ...next }
  }
}

function readCursor(data: unknown, walk: 'forward' | 'backward'): object | undefined {
  const info = answerForm.parse(data)?.list.pageInfo
  if (walk === 'backward') return info?.hasPreviousPage ? { before: info.startCursor } : undefined
  return info?.hasNextPage ? { after: info.endCursor } : undefined
}
