import { promises as fs } from 'node:fs'
import path from 'node:path'
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import { FileMigrationProvider, Migrator } from 'kysely/migration'
import type { ExternalDatabase } from '../config.ts'
import { OperatorError } from '../errors.ts'
import { createConnection, type Database } from './connection.ts'
import {
  type Migration,
  type MigrationModule,
  type MigrationStep,
  type ReportProgress,
  runMigrations,
} from './migration-runner.ts'
import { updateGrants } from './roles/serving-role.ts'

/** A migration; `executedAt` is undefined while it is pending. */
interface MigrationStatus {
  readonly name: string
  readonly executedAt: Date | undefined
}

/** The steps of a run, in order; empty if nothing was pending. */
export type MigrationSteps = readonly Pick<MigrationStep, 'name' | 'direction'>[]

export interface MigrationPlan {
  readonly name: string
  readonly isTransactional: boolean
  readonly statements: readonly string[]
}

const migrationFolder = path.join(import.meta.dirname, '../../migrations')
const provider = new FileMigrationProvider({ fs, path, migrationFolder })
const ignore: ReportProgress = () => undefined

/**
 * Runs every pending migration. If one fails, those before it stay. Of several concurrent runs, one migrates, and the
 * others wait for it and find nothing to do.
 * @throws OperatorError that names the migration that failed and why.
 */
export async function migrateToLatest(db: Database, report = ignore): Promise<MigrationSteps> {
  const all = await listModules()
  return run(db, (executed) => goUp(all, executed, all.length), report)
}

/** Undoes the newest migration. @throws OperatorError as migrateToLatest does. */
export async function migrateDown(db: Database, report = ignore): Promise<MigrationSteps> {
  const all = await listModules()
  return run(db, (executed) => goDown(all, executed, executed.length - 1), report)
}

/** Migrates up or down until `name` is the newest migration that has run. @throws OperatorError also for an unknown name. */
export async function migrateTo(db: Database, name: string, report = ignore): Promise<MigrationSteps> {
  const all = await listModules()
  const count = all.findIndex((migration) => migration.name === name) + 1
  if (count === 0)
    throw new OperatorError(`There is no migration "${name}". List them with npm run migrate -- status`)
  return run(
    db,
    (executed) => (executed.length > count ? goDown(all, executed, count) : goUp(all, executed, count)),
    report,
  )
}

/** Lists all migrations, oldest first. */
export async function listMigrations(db: Database): Promise<readonly MigrationStatus[]> {
  const migrations = await new Migrator({ db, provider }).getMigrations()
  return migrations.map(({ name, executedAt }) => ({ name, executedAt }))
}

/**
 * Returns the SQL that migrateToLatest would run, by migration, without running it and without a lock: the migrations run on a
 * connection that only records statements. This works because no migration depends on rows that it reads.
 */
export async function planMigrations(db: Database): Promise<readonly MigrationPlan[]> {
  const pending = (await listMigrations(db)).filter(({ executedAt }) => executedAt === undefined)
  const names = new Set(pending.map(({ name }) => name))
  const plan: MigrationPlan[] = []
  for (const { name, module } of (await listModules()).filter((migration) => names.has(migration.name))) {
    const statements: string[] = []
    await module.up(createRecorder(statements))
    plan.push({ name, isTransactional: module.isTransactional !== false, statements })
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

async function run(
  db: Database,
  choose: (executed: readonly string[]) => readonly MigrationStep[],
  report: ReportProgress,
): Promise<MigrationSteps> {
  const steps = await runMigrations(db, choose, report)
  // Even if there was nothing to do: an earlier run may have been killed before granting.
  await updateGrants(db)
  return steps.map(({ name, direction }) => ({ name, direction }))
}

/** In the order of their names. */
async function listModules(): Promise<readonly Migration[]> {
  const modules: Readonly<Record<string, MigrationModule>> = await provider.getMigrations()
  const names = Object.keys(modules).toSorted()
  return names.flatMap((name) => {
    const module = modules[name]
    return module === undefined ? [] : { name, module }
  })
}

/** Up to the first `count` migrations. */
function goUp(all: readonly Migration[], executed: readonly string[], count: number): MigrationStep[] {
  requireBeginning(all, executed)
  return all.slice(executed.length, count).map((migration) => ({ ...migration, direction: 'Up' }))
}

/** Down to the first `count` migrations, newest first. */
function goDown(all: readonly Migration[], executed: readonly string[], count: number): MigrationStep[] {
  requireBeginning(all, executed)
  const undone = all.slice(Math.max(count, 0), executed.length).toReversed()
  return undone.map((migration) => ({ ...migration, direction: 'Down' }))
}

/** The migrations that have run must be a prefix of those that exist. */
function requireBeginning(all: readonly Migration[], executed: readonly string[]): void {
  const unknown = executed.find((name) => !all.some((migration) => migration.name === name))
  if (unknown !== undefined) {
    throw new OperatorError(
      `The database has the migration ${unknown}, which this release does not have: the release is older than the ` +
        'database. Start the release that migrated it. Nothing was changed.',
    )
  }
  const place = executed.findIndex((name, index) => all[index]?.name !== name)
  if (place === -1) return
  throw new OperatorError(
    `The database has the migration ${executed[place]} where this release has ${all[place]?.name}: migrations were ` +
      'inserted. Start the release that migrated it. Nothing was changed.',
  )
}

/**
 * Checks that no migrations are pending, because requests would fail on an outdated schema.
 * @throws OperatorError that names the pending migrations and how to run them.
 */
export async function requireMigrated(db: Database): Promise<void> {
  const pending = (await listMigrations(db)).filter(({ executedAt }) => executedAt === undefined)
  if (pending.length === 0) return
  throw new OperatorError(
    `${pending.length} migration(s) of the database are pending: ${pending.map(({ name }) => name).join(', ')}. ` +
      'Run them with npm run migrate (npm run migrate -- plan shows their SQL), or start with MIGRATE_ON_START=true.',
  )
}

/** Runs the pending migrations on a connection without a time limit for statements. */
export async function migrateBeforeServing(
  database: ExternalDatabase,
  report?: ReportProgress,
): Promise<void> {
  const connection = createConnection({
    database,
    maxConnections: 2,
    applicationName: 'metagauge-migrate',
    statementTimeoutMs: 0,
    onError: () => undefined,
  })
  try {
    await migrateToLatest(connection.db, report)
  } finally {
    await connection.close()
  }
}
