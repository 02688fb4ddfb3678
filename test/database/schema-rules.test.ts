import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/database/connection.ts'
import { planMigrations } from '../../src/database/migrate.ts'
import { importedTables } from '../../src/import/records/record-type.ts'
import { type CatalogEntry, type CatalogKind, readCatalog } from '../support/catalog.ts'
import { createTestDatabase } from '../support/database.ts'

let db: Database
let catalog: readonly CatalogEntry[]
beforeAll(async () => {
  db = (await createTestDatabase()).connection.db
  catalog = await readCatalog(db)
})

const ofKind = (kind: CatalogKind) => catalog.filter((entry) => entry.kind === kind)

test('no two indexes of a table are on the same columns', () => {
  const indexes = Map.groupBy(ofKind('index'), ({ definition }) => describeIndexed(definition))
  const same = [...indexes.values()].filter((group) => group.length > 1)
  expect(same.map((group) => group.map(({ name }) => name))).toEqual([])
})

test('every foreign key has an index on its columns', async () => {
  const { rows } = await sql<{ name: string }>`
    select conname as name from pg_constraint
    where contype = 'f' and not exists (
      select from pg_index where indrelid = conrelid and indkey[0] = conkey[1] and indpred is null
    )`.execute(db)
  expect(rows).toEqual([])
})

test('every constraint and index has a name that a migration states', async () => {
  const { connection } = await createTestDatabase({ isEmpty: true })
  const statements = (await planMigrations(connection.db)).flatMap((migration) => migration.statements)
  const words = new Set(statements.join('\n').split(/\W+/))
  const names = [...ofKind('constraint'), ...ofKind('index')].map(({ name }) => name.replace('staging.', ''))
  expect(names.filter((name) => !words.has(name))).toEqual([])
})

test('every staging table has the columns of its table, in the same order, and the batch number', () => {
  const batch = 'batch integer NOT NULL'
  expect(importedTables).toHaveLength(10)
  for (const table of importedTables) {
    const columns = describeColumns(`staging.${table}`)
    expect(columns).toContain(batch)
    expect(columns.filter((column) => column !== batch)).toEqual(describeColumns(table))
  }
})

test('every column with a closed list of values has them in its generated type, and no others', () => {
  const source = readFileSync(join(import.meta.dirname, '../../codegen.ts'), 'utf8')
  const unions = [...source.matchAll(/^ {2}'(\w+\.\w+)': `(.*)`,$/gm)]
  const typed = unions.map(([, column = '', union = '']) => [column, toValues(union)])
  expect(typed).toContainEqual(['users.role', ['admin', 'user', 'worker']])
  expect(Object.fromEntries(typed)).toEqual(Object.fromEntries(closedColumns()))
})

/** The columns of an index and its condition, without its name and direction. */
function describeIndexed(definition: string): string {
  return definition.replace(/^CREATE (UNIQUE )?INDEX \w+ /, '').replaceAll(' DESC', '')
}

function describeColumns(table: string): string[] {
  const columns = ofKind('column').filter((column) => column.table === table)
  return columns.map(({ name, definition }) => `${name} ${definition.replace(/ DEFAULT .*/, '')}`)
}

/** Columns whose CHECK lists all values, with the values; without staging tables, whose columns equal those of their tables. */
function closedColumns(): [string, string[]][] {
  return ofKind('constraint')
    .filter(({ table }) => !table.startsWith('staging.'))
    .flatMap(({ table, definition }) => {
      const [, column, values] = /^CHECK \(+(\w+)(?:\)::text)? = ANY \(+ARRAY\[(.*)\]/.exec(definition) ?? []
      return column === undefined || values === undefined ? [] : [[`${table}.${column}`, toValues(values)]]
    })
}

/** The quoted texts, sorted. */
function toValues(text: string): string[] {
  return [...text.matchAll(/'(\w+)'/g)].map(([, value = '']) => value).toSorted()
}
