import { getNamedType } from 'graphql'
import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { insertUser } from '../support/factories.ts'
import {
  apiSchema,
  type Field,
  fieldsOf,
  freeFields,
  selectLeaves,
  targetOf,
  wrapInField,
} from '../support/schema-walk.ts'
import { insertListedRows } from './listed-rows.ts'

const api = await startApi()
const admin = await insertUser(api.db, { role: 'admin' })
const subjects = await insertListedRows(api.db, admin.id)

/** A selection around the connections of each type, with `%` in their place. */
const parents: Readonly<Record<string, string>> = {
  Query: '%',
  User: 'me { % }',
  Contract: `contract(id: "${subjects.contractId}") { % }`,
  ChatSession: `chatSession(id: "${subjects.sessionId}") { % }`,
  ChatMessage: `node(id: "${subjects.messageId}") { ... on ChatMessage { % } }`,
  ImportJob: `importJob(id: "${subjects.importJobId}") { % }`,
}
const connections = Object.values(apiSchema.getTypeMap()).flatMap((type) =>
  fieldsOf(type)
    .filter((field) => getNamedType(field.type).name.endsWith('Connection'))
    .map((field) => [`${type.name}.${field.name}`, { around: parents[type.name], field }] as const),
)

interface List {
  readonly around: string | undefined
  readonly field: Field
}

interface Connection {
  readonly edges: readonly { readonly node: object }[]
  readonly nodes: readonly object[]
}

test.each(connections)('nodes of %s are those of its edges, for the same statements', async (_name, list) => {
  const fields = listFields(list.field)
  const [some, others] = [fields.filter((_, at) => at % 2 === 0), fields.filter((_, at) => at % 2 === 1)]
  const all = fields.join(' ')

  const both = await load(list, `edges { node { ${all} } } nodes { ${all} }`)
  const edges = await load(list, `edges { node { ${all} } }`)
  const nodes = await load(list, `nodes { ${all} }`)
  const union = await load(list, `edges { node { ${some.join(' ')} } } nodes { ${others.join(' ')} }`)

  expect(both.connection.nodes).toHaveLength(2)
  expect(both.connection.nodes).toEqual(edges.connection.edges.map(({ node }) => node))
  expect(both.connection.edges).toEqual(edges.connection.edges)
  expect(nodes.connection.nodes).toEqual(both.connection.nodes)
  const { connection } = union
  expect(connection.nodes.map((node, at) => ({ ...node, ...connection.edges[at]?.node }))).toEqual(
    both.connection.nodes,
  )
  // Also the columns are the same.
  for (const { statements } of [both, nodes, union]) expect(statements).toEqual(edges.statements)
})

test('nodes load only the columns of selected fields', async () => {
  const { around, field } =
    connections.find(([name]) => name === 'Query.contracts')?.[1] ?? expect.unreachable()
  const one = await load({ around, field }, 'nodes { name }')
  const two = await load({ around, field }, 'nodes { name } edges { node { description } }')

  expect(one.statements.join('\n')).not.toContain('"contract"."description"')
  expect(two.statements.join('\n')).toContain('"contract"."description"')
})

test.each([
  ['nodes { id }', 7],
  ['a: nodes { id } b: nodes { id }', 14],
  ['nodes { id } edges { node { id } }', 14],
  ['nodes { owner { id } }', 14],
  ['nodes { analyses(first: 5) { nodes { id } } }', 7 + 7 * 5],
])('a page of seven with %s costs %i objects', async (selection, objects) => {
  const headers = { 'x-api-key': admin.apiKey, 'x-graphql-cost': '1' }
  const { text } = await api.ask(`{ contracts(first: 7) { ${selection} } }`, {}, { headers })

  expect(JSON.parse(text).extensions.cost).toMatchObject({ objects })
})

/** The first page of two, and the statements that loaded it. */
async function load({ around, field }: List, selection: string) {
  const given = field.name === 'search' ? 'query: "protocol", first: 2' : 'first: 2'
  const query = `{ ${around?.replace('%', `list: ${field.name}(${given}) { ${selection} }`)} }`
  let data: unknown
  const statements = await api.statementsOf(async () => {
    const answer = await api.ask(query, {}, admin)
    expect(answer.errors, query).toEqual([])
    data = answer.data
  })
  return { connection: findConnection(data) ?? expect.unreachable(query), statements: statements.toSorted() }
}

function findConnection(data: unknown): Connection | undefined {
  const { list, ...others } = Object(data)
  return list ?? Object.values(others).map(findConnection)[0]
}

/** Every field of the connection's nodes, with the plain fields of related objects. */
function listFields(field: Field): readonly string[] {
  return freeFields(targetOf(field)).map((inner) => wrapInField(inner, selectLeaves(targetOf(inner)), 1))
}
