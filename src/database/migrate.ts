import { promises as fs } from 'node:fs'
import path from 'node:path'
import { FileMigrationProvider, type MigrationResultSet, Migrator } from 'kysely/migration'
import { OperatorError } from '../errors.ts'
import type { Database } from './connection.ts'

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
  return toSteps(await createMigrator(db).migrateToLatest())
}

/** Undoes the newest migration. @throws OperatorError as migrateToLatest. */
export async function migrateDown(db: Database): Promise<MigrationSteps> {
  return toSteps(await createMigrator(db).migrateDown())
}

/** Goes up or down until `name` is the newest one done. @throws OperatorError also for an unknown name. */
export async function migrateTo(db: Database, name: string): Promise<MigrationSteps> {
  return toSteps(await createMigrator(db).migrateTo(name))
}

/** Lists all migrations of the folder, oldest first. */
export async function listMigrations(db: Database): Promise<readonly MigrationStatus[]> {
  const migrations = await createMigrator(db).getMigrations()
  return migrations.map(({ name, executedAt }) => ({ name, executedAt }))
}

function createMigrator(db: Database): Migrator {
  return new Migrator({ db, provider: new FileMigrationProvider({ fs, path, migrationFolder }) })
}

function toSteps({ error, results = [] }: MigrationResultSet): MigrationSteps {
  if (error === undefined) return results.map(({ migrationName: name, direction }) => ({ name, direction }))
  const failed = results.find((result) => result.status === 'Error')
  const place = failed === undefined ? 'Migrating failed' : `Migration ${failed.migrationName} failed`
  const reason = error instanceof Error ? error.message : String(error)
  throw new OperatorError(`${place}: ${reason}. The database is as it was.`, { cause: error })
}
