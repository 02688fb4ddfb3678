import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema, isEnumType, isInputObjectType, isObjectType } from 'graphql'
import { beforeAll, expect, test } from 'vitest'
import { type ListQuery, type ListRoom, type ListSubjects, listForms } from '../../bench/lists/list-forms.ts'
import { findPage, listQueries } from '../../bench/lists/list-queries.ts'
import { startApi } from '../support/api.ts'
import { type Account, insertUser } from '../support/factories.ts'
import { formatSql } from './format-sql.ts'
import { insertListedRows } from './listed-rows.ts'

const goldenDirectory = join(import.meta.dirname, 'golden')
const api = await startApi()
let senders: Readonly<Record<ListQuery['sender'], Account>>
let subjects: ListSubjects

beforeAll(async () => {
  senders = { owner: await insertUser(api.db), admin: await insertUser(api.db, { role: 'admin' }) }
  subjects = await insertListedRows(api.db, senders.owner.id)
})

test('the golden files cover every connection, order and filter of the schema', () => {
  const schema = buildSchema(readFileSync(join(import.meta.dirname, '../../schema.graphql'), 'utf8'))
  const types = Object.values(schema.getTypeMap())
  const connections = types.filter((type) => isObjectType(type) && type.name.endsWith('Connection'))
  const listed = new Set(listForms.map(({ type }) => type))
  const names = [...listed, 'Search'].map((type) => `${type}Connection`)
  expect(names.toSorted()).toEqual(connections.map(({ name }) => name).toSorted())
  for (const type of listed) {
    const forms = listForms.filter((form) => form.type === type)
    const order = schema.getType(`${type}OrderField`)
    const orders = isEnumType(order) ? order.getValues().map(({ name }) => name) : []
    expect(new Set(forms.flatMap(({ orderFields }) => orderFields)), type).toEqual(new Set(orders))
    const filter = schema.getType(`${type}Filter`)
    const filters = isInputObjectType(filter) ? Object.keys(filter.getFields()) : []
    const given = forms.flatMap((form) => Object.keys(form.filters?.(subjects) ?? {}))
    expect(new Set(given), type).toEqual(new Set(filters))
  }
})

test('every list sends the statements of its golden file; `-u` rewrites the files', async () => {
  const viewerStatements = await statementsOf(() => ask('{ __typename }', {}, 'owner'))
  const golden = new GoldenFiles()
  for (const statement of viewerStatements) golden.add('auth', statement, 'the viewer, in every request')
  for (const query of listQueries(subjects)) {
    const variables = await findPage(ask, query, subjects)
    const sent = await statementsOf(() => ask(query.document, variables, query.sender))
    expect(sent, query.name).toEqual(expect.arrayContaining([...viewerStatements]))
    const isPaged = query.walk !== undefined
    expect('after' in variables || 'before' in variables, `${query.name} has several pages`).toBe(isPaged)
    const own = sent.filter((statement) => !viewerStatements.includes(statement))
    for (const statement of own) golden.add(query.room, statement, query.name)
  }
  for (const [room, text] of golden.texts()) {
    await expect(text).toMatchFileSnapshot(join(goldenDirectory, `${room}.sql`))
  }
  const current = golden.texts().map(([room]) => `${room}.sql`)
  expect(current, 'files without statements').toEqual(expect.arrayContaining(readdirSync(goldenDirectory)))
}, 120_000)

/** The statements by room. Each is printed once, in the room of the first query that sends it, below all their names. */
class GoldenFiles {
  readonly #statements = new Map<string, { readonly room: ListRoom; readonly queries: string[] }>()

  add(room: ListRoom, statement: string, query: string): void {
    const known = this.#statements.get(statement)
    if (known === undefined) this.#statements.set(statement, { room, queries: [query] })
    else known.queries.push(query)
  }

  texts(): readonly (readonly [ListRoom, string])[] {
    const byRoom = Map.groupBy(this.#statements, ([, { room }]) => room)
    return [...byRoom].map(([room, statements]) => [room, statements.map(print).join('\n')])
  }
}

function print([statement, { queries }]: [string, { readonly queries: readonly string[] }]): string {
  return [...queries.map((query) => `-- ${query}`), `${formatSql(statement)};`, ''].join('\n')
}

/** Sorted, because statements that are sent concurrently arrive in any order. */
async function statementsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  return (await api.statementsOf(work)).toSorted()
}

async function ask(document: string, variables: object, sender: ListQuery['sender']): Promise<unknown> {
  const { data, errors } = await api.ask(document, variables, senders[sender])
  expect(errors, document).toEqual([])
  return data
}
