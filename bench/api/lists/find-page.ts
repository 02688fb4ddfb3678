import { z } from 'zod'
import type { ListSubjects } from './list-forms.ts'
import type { ListQuery } from './list-queries.ts'

/** Sends a query; gives the answer's data. */
export type Ask = (document: string, variables: object, sender: ListQuery['sender']) => Promise<unknown>

const pageInfo = z.object({
  hasNextPage: z.boolean(),
  endCursor: z.string().nullable(),
  hasPreviousPage: z.boolean().optional(),
  startCursor: z.string().nullable().optional(),
})
const pageForm = z.object({ list: z.object({ pageInfo }) })
/** The list stands in the answer, or in the object whose list it is. */
const answerForm = z.union([
  pageForm,
  z.record(z.string(), pageForm).transform((data) => Object.values(data)[0]),
])

/** The variables of the page that is meant: the first, or the last that the cursors lead to. */
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
