import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema, isEnumType, isInputObjectType, isObjectType } from 'graphql'
import { beforeAll, expect, test } from 'vitest'
import { type ListSubjects, listForms } from '../../bench/lists/list-forms.ts'
import { findPage, type ListQuery, listQueries } from '../../bench/lists/list-queries.ts'
import { startApi } from '../support/api.ts'
import { type Account, insertUser } from '../support/factories.ts'
import { formatSql } from './format-sql.ts'
import { insertListedRows } from './listed-rows.ts'

const api = await startApi()
let senders: Readonly<Record<ListQuery['sender'], Account>>
let subjects: ListSubjects

beforeAll(async () => {
  senders = { owner: await insertUser(api.db), admin: await insertUser(api.db, { role: 'admin' }) }
  subjects = await insertListedRows(api.db, senders.owner.id)
})

test('every connection, order and filter of the schema is asked for', () => {
  const schema = buildSchema(readFileSync(join(import.meta.dirname, '../../schema.graphql'), 'utf8'))
  const types = Object.values(schema.getTypeMap())
  const connections = types.filter((type) => isObjectType(type) && type.name.endsWith('Connection'))
  const asked = new Set(listForms.map(({ type }) => type))
  const names = [...asked, 'Search'].map((type) => `${type}Connection`)
  expect(names.toSorted()).toEqual(connections.map(({ name }) => name).toSorted())
  for (const type of asked) {
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

test('every list is loaded by the statements of golden.sql; `-u` writes them anew', async () => {
  const whoAsks = await statementsOf(() => ask('{ __typename }', {}, 'owner'))
  const parts = [describe('who asks: before each of the others', whoAsks)]
  for (const query of listQueries(subjects)) {
    const variables = await findPage(ask, query, subjects)
    const sent = await statementsOf(() => ask(query.document, variables, query.sender))
    expect(sent, query.name).toEqual(expect.arrayContaining([...whoAsks]))
    const isWalked = query.walk !== undefined
    expect('after' in variables || 'before' in variables, `${query.name} has several pages`).toBe(isWalked)
    parts.push(
      describe(
        query.name,
        sent.filter((statement) => !whoAsks.includes(statement)),
      ),
    )
  }
  await expect(parts.join('\n')).toMatchFileSnapshot(join(import.meta.dirname, 'golden.sql'))
}, 120_000)

/** What is loaded at the same time is sent in any order. */
async function statementsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  return (await api.statementsOf(work)).toSorted()
}

async function ask(document: string, variables: object, sender: ListQuery['sender']): Promise<unknown> {
  const { data, errors } = await api.ask(document, variables, senders[sender])
  expect(errors, document).toEqual([])
  return data
}

function describe(name: string, statements: readonly string[]): string {
  return [`-- ${name}`, ...statements.map((statement) => `${formatSql(statement)};`), ''].join('\n')
}
