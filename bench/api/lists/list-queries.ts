import { type ListForm, type ListSubjects, listForms } from './list-forms.ts'
import { otherLists } from './other-lists.ts'

/** A question that the API answers with a list, or with numbers about one. */
export interface ListQuery {
  readonly name: string
  readonly document: string
  readonly variables: (subjects: ListSubjects) => object
  readonly sender: 'owner' | 'admin'
  /** The page that is meant comes after all others, by their cursors; by default it is the first. */
  readonly walk?: 'forward' | 'backward'
}

/** Every list: its first page, with the count, its deepest from both ends in each order, and with each filter alone. */
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

interface Question {
  readonly name: string
  readonly isCounted?: boolean
  readonly order?: string
  readonly walk?: 'forward' | 'backward'
  readonly filter?: (subjects: ListSubjects) => object
}

function createQuery(form: ListForm, question: Question): ListQuery {
  const { name, order, walk, filter } = question
  return {
    ...{ name, sender: form.sender, document: createDocument(form, question) },
    ...(walk === undefined ? {} : { walk }),
    variables: (subjects) => ({
      ...(form.parentId === undefined ? {} : { id: form.parentId(subjects) }),
      [walk === 'backward' ? 'last' : 'first']: subjects.pageSize,
      ...(order === undefined ? {} : { orderBy: { field: order, direction: 'DESC' } }),
      ...(filter === undefined ? {} : { filter: filter(subjects) }),
    }),
  }
}

function createDocument(form: ListForm, { isCounted, order, filter }: Question): string {
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
