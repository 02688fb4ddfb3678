import { getNamedType, isCompositeType } from 'graphql'
import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { insertRowsOf, insertUser } from '../support/factories.ts'
import {
  apiSchema,
  type Field,
  fieldsOf,
  freeFields,
  selectLeaves,
  targetOf,
  wrapInField,
} from '../support/schema-walk.ts'

const api = await startApi()
const owner = await insertUser(api.db)
await insertRowsOf(
  api.db,
  { id: owner.id, mark: 'row' },
  { contracts: 2, analyses: 2, competitors: 1, sessions: 2, messages: 2 },
)
const time = '2026-01-01T00:00:00Z'
/** Values for columns that are otherwise null. */
const values = {
  contracts: { last_analyzed: time },
  analyses: {
    ...{ contract_address: '0x1', contract_chain: 'lisk', current_step: 'done' },
    ...{ completed_at: time, last_update: time },
  },
  chat_sessions: { contract_chain: 'ethereum', last_message_at: time },
  chat_messages: { tokens_used: 1, processing_time: 1 },
} as const
for (const table of ['contracts', 'analyses', 'chat_sessions', 'chat_messages'] as const) {
  await api.db.updateTable(table).set(values[table]).where('user_id', '=', owner.id).execute()
}

// Each list has a running analysis, and one that has ended.
const started = { status: 'running', progress: 100 } as const
await api.db.updateTable('analyses').set(started).where('user_id', '=', owner.id).execute()
const ended = await api.db
  .selectFrom('analyses')
  .select('id')
  .where('user_id', '=', owner.id)
  .where('config_id', 'is not', null)
  .orderBy('created_at', 'desc')
  .executeTakeFirstOrThrow()
await api.db.updateTable('analyses').set({ status: 'completed' }).where('id', '=', ended.id).execute()

/** Lists for which only the selected columns are loaded, with their paths. */
const lists: readonly (readonly [string, (page: string) => string, string])[] = [
  ['Contract', (page) => `contracts(first: 2) ${page}`, 'contracts'],
  ['Analysis', (page) => `analyses(first: 2) ${page}`, 'analyses'],
  [
    'Analysis',
    (page) => `contracts(first: 2) { edges { node { analyses(first: 2) ${page} } } }`,
    'contracts.analyses',
  ],
  ['ChatSession', (page) => `chatSessions(first: 2) ${page}`, 'chatSessions'],
  [
    'ChatMessage',
    (page) => `chatSessions(first: 2) { edges { node { messages(first: 2) ${page} } } }`,
    'chatSessions.messages',
  ],
]
const cases = lists.flatMap(([typeName, toQuery, name]) => {
  const type = apiSchema.getType(typeName)
  return type === undefined
    ? []
    : freeFields(type).map((field) => [name, field.name, { field, type, toQuery }] as const)
})

function select(field: Field): string {
  return isCompositeType(getNamedType(field.type))
    ? wrapInField(field, selectLeaves(targetOf(field)), 2)
    : field.name
}

test.each(cases)(
  '%s: the field %s alone has the same value as among all others',
  async (_list, name, { field, type, toQuery }) => {
    const ask = async (selection: string) => {
      const { data, errors } = await api.ask(
        `{ ${toQuery(`{ edges { node { ${selection} } } }`)} }`,
        {},
        owner,
      )
      expect(errors).toEqual([])
      return collect(data, name)
    }
    const alone = await ask(select(field))
    const others = fieldsOf(type).filter((other) => other.name !== name && freeFields(type).includes(other))
    const among = await ask([...others, field].map(select).join(' '))
    expect(alone.length).toBeGreaterThan(1)
    // Both would be null if neither were loaded.
    expect(alone.every((value) => value === null)).toBe(false)
    expect(alone).toEqual(among)
  },
)

/** The values of the field in the innermost nodes of the list. */
function collect(value: { readonly [key: string]: unknown }, name: string): unknown[] {
  const nodes: unknown[] = []
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return
    for (const [key, inner] of Object.entries(part)) {
      if (key === 'node' && typeof inner === 'object' && inner !== null && name in inner)
        nodes.push(Reflect.get(inner, name))
      else visit(inner)
    }
  }
  visit(value)
  return nodes
}

/** Parts of a contract of which only the selected columns are loaded. */
const parts = [
  ['competitors', 'ContractCompetitor'],
  ['analysisParams', 'ContractAnalysisParams'],
] as const
const partCases = parts.flatMap(([part, typeName]) => {
  const type = apiSchema.getType(typeName)
  return type === undefined ? [] : freeFields(type).map(({ name }) => [part, name, typeName] as const)
})

test.each(partCases)(
  'contracts.%s: the field %s alone has the same value as among all others',
  async (part, name, typeName) => {
    const ask = async (selection: string) => {
      const query = `{ contracts(first: 2) { edges { node { ${part} { ${selection} } } } } }`
      const { data, errors } = await api.ask(query, {}, owner)
      expect(errors).toEqual([])
      return data.contracts.edges.flatMap(
        ({ node }: { node: Record<string, object | object[]> }) => node[part],
      )
    }
    const type = apiSchema.getType(typeName)
    const all = type === undefined ? [] : freeFields(type).map((field) => field.name)
    const alone = (await ask(name)).map((row: Record<string, unknown>) => row[name])
    const among = (await ask(all.join(' '))).map((row: Record<string, unknown>) => row[name])
    expect(alone).toHaveLength(2)
    expect(alone).not.toContain(null)
    expect(alone).toEqual(among)
  },
)
