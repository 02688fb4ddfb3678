import { promises as fs } from 'node:fs'
import path from 'node:path'
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import { FileMigrationProvider, type MigrationResultSet, Migrator } from 'kysely/migration'
import { OperatorError } from '../errors.ts'
import type { Database } from './connection.ts'
import { updateGrants } from './serving-role.ts'

/** A migration of the folder; `executedAt` is undefined while it is pending. */
export interface MigrationStatus {
  readonly name: string
  readonly executedAt: Date | undefined
}

/** What one run did, in order. Empty: there was nothing to do. */
export type MigrationSteps = readonly { readonly name: string; readonly direction: 'Up' | 'Down' }[]

const migrationFolder = path.join(import.meta.dirname, '../../migrations')

/**
 * Runs every pending migration in one transaction: all or none. Of several runs at once one migrates, and the
 * others wait for it and find nothing to do.
 * @throws OperatorError that names the migration that failed and why.
 */
export async function migrateToLatest(db: Database): Promise<MigrationSteps> {
  return finish(db, await createMigrator(db).migrateToLatest())
}

/** Undoes the newest migration. @throws OperatorError as migrateToLatest. */
export async function migrateDown(db: Database): Promise<MigrationSteps> {
  return finish(db, await createMigrator(db).migrateDown())
}

/** Goes up or down until `name` is the newest one done. @throws OperatorError also for an unknown name. */
export async function migrateTo(db: Database, name: string): Promise<MigrationSteps> {
  const isKnown = (await listMigrations(db)).some((migration) => migration.name === name)
  if (!isKnown)
    throw new OperatorError(`There is no migration "${name}": npm run migrate -- status lists them.`)
  return finish(db, await createMigrator(db).migrateTo(name))
}

/** Lists all migrations of the folder, oldest first. */
export async function listMigrations(db: Database): Promise<readonly MigrationStatus[]> {
  const migrations = await createMigrator(db).getMigrations()
  return migrations.map(({ name, executedAt }) => ({ name, executedAt }))
}

/**
 * Returns the SQL that migrateToLatest would run, by migration, without running it and without a lock: the
 * migrations run against a connection that only writes down. They are plain SQL; one that decided something from
 * rows that it reads could not be told this way.
 */
export async function planMigrations(
  db: Database,
): Promise<readonly { readonly name: string; readonly statements: readonly string[] }[]> {
  const migrations = await createMigrator(db).getMigrations()
  const plan: { name: string; statements: string[] }[] = []
  for (const { name, migration } of migrations.filter(({ executedAt }) => executedAt === undefined)) {
    const statements: string[] = []
    await migration.up?.(createRecorder(statements))
    plan.push({ name, statements })
  }
  return plan
}

function createRecorder(statements: string[]): Kysely<unknown> {
  return new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    log: (event) => {
      statements.push(event.query.sql.trim())
    },
  })
}

function createMigrator(db: Database): Migrator {
  return new Migrator({ db, provider: new FileMigrationProvider({ fs, path, migrationFolder }) })
}

/** The roles that serve may use what was added, also when an earlier run was killed before it could say so. */
async function finish(db: Database, result: MigrationResultSet): Promise<MigrationSteps> {
  const steps = toSteps(result)
  await updateGrants(db)
  return steps
}

function toSteps({ error, results = [] }: MigrationResultSet): MigrationSteps {
  if (error === undefined) return results.map(({ migrationName: name, direction }) => ({ name, direction }))
  const failed = results.find((result) => result.status === 'Error')
  const place = failed === undefined ? 'Migrating failed' : `Migration ${failed.migrationName} failed`
  const reason = error instanceof Error ? error.message : String(error)
  const remedy = /previously executed migration .* is missing/.test(reason)
    ? 'This release is older than the database: start the release that migrated it.'
    : 'The database is as it was.'
  throw new OperatorError(`${place}: ${reason}. ${remedy}`, { cause: error })
}
