import type { ExternalDatabase } from '../config.ts'
import { OperatorError } from '../errors.ts'
import { createConnection, type Database } from './connection.ts'
import { listMigrations, migrateToLatest } from './migrate.ts'
import type { ReportProgress } from './migration-lock.ts'

/**
 * Refuses a database whose migrations have not all run: serving from half a schema would fail request by request.
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

/** Runs the pending migrations over a connection without the pool's time limit for statements. */
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

/** Whether anybody has an account; in a new database nobody has. */
export async function hasUsers(db: Database): Promise<boolean> {
  const user = await db.selectFrom('users').select('id').limit(1).executeTakeFirst()
  return user !== undefined
}
