import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { type CatalogEntry, readCatalog } from '../support/catalog.ts'
import { createTestDatabase } from '../support/database.ts'
import { ownTables } from './own-tables.ts'
import { differences, rewrites } from './schema-differences.ts'
import { plannedTables } from './schema-plan.ts'

const tables = Object.entries(plannedTables)
const planned = tables.flatMap(([table, text]) => toStatements(table, text))

let ours: readonly CatalogEntry[]
/** The schema of the plan with the differences. */
let expected: readonly CatalogEntry[]
const idleStatements = new Set<string>()
beforeAll(async () => {
  ours = await readCatalog((await createTestDatabase()).connection.db)
  const { db } = (await createTestDatabase({ isEmpty: true })).connection
  for (const statement of planned) await sql.raw(statement).execute(db)
  expected = await readCatalog(db)
  for (const statement of Object.values(differences).flat()) {
    await sql.raw(statement).execute(db)
    const changed = await readCatalog(db)
    if (isDeepStrictEqual(changed, expected)) idleStatements.add(statement)
    expected = changed
  }
})

describe('each listed difference from the plan changes something', () => {
  test.each(rewrites)('in its text: $reason', ({ plan }) => {
    const elements = tables.flatMap(([, text]) => toElements(text))
    expect(elements.filter((element) => plan.test(element))).not.toEqual([])
  })

  test.each(Object.entries(differences))('in its tables: %s', (_reason, statements) => {
    expect(statements.filter((statement) => idleStatements.has(statement))).toEqual([])
  })
})

describe('the migrations create the schema of the plan, except for the listed differences', () => {
  test.each(Object.keys(plannedTables))('%s', (table) => {
    expect(describeTable(ours, table)).toEqual(describeTable(expected, table))
  })

  test('and no other tables', () => {
    const staged = Object.keys(plannedTables).map((table) => `staging.${table}`)
    const known = [...Object.keys(plannedTables), ...Object.keys(ownTables), ...staged]
    expect(new Set(ours.map(({ table }) => table).filter(Boolean))).toEqual(new Set(known))
    expect(namesOutsideTables(ours)).toEqual([...namesOutsideTables(expected), 'schema staging'])
  })
})

function toStatements(table: string, text: string): string[] {
  const elements = toElements(text).map(rewrite)
  const columns = elements.filter((element) => !element.startsWith('INDEX '))
  const indexes = elements.filter((element) => element.startsWith('INDEX '))
  return [
    `create table ${table} (${columns.join(',\n')})`,
    ...indexes.map((index) => index.replace(/^INDEX (\w+)/, `create index $1 on ${table}`)),
  ]
}

function toElements(text: string): string[] {
  return text.trim().split(/,\n\s*/)
}

function rewrite(element: string): string {
  return rewrites.reduce((text, { plan, ours }) => text.replace(plan, ours), element)
}

/** Without the names of constraints, which the plan does not define, and the order of columns. */
function describeTable(catalog: readonly CatalogEntry[], table: string): string[] {
  return catalog
    .filter((entry) => entry.table === table)
    .map(({ kind, name, definition }) => (kind === 'column' ? `${name} ${definition}` : definition))
    .toSorted()
}

function namesOutsideTables(catalog: readonly CatalogEntry[]): string[] {
  return catalog.filter(({ table }) => table === '').map(({ kind, name }) => `${kind} ${name}`)
}
