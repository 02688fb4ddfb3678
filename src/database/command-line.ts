import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Config, readConfig } from '../config.ts'
import { createLogger, type Logger } from '../logger.ts'
import { listRunningServers } from '../process/running-servers.ts'
import { migrateBeforeServing, requireMigrated } from './migrate.ts'
import { type OpenDatabase, openDatabase } from './open-database.ts'
import { describeDatabase } from './session/client.ts'

export interface CommandOptions {
  /** The command's name, such as `import`; `pg_stat_activity` shows `metagauge-import`. */
  readonly name: string
  /** True for commands that work on any schema, such as the migrations themselves. */
  readonly acceptsPendingMigrations?: boolean
  /** True for commands whose report includes the warnings of the log. */
  readonly logsOnlyErrors?: boolean
}

/** The services that a command gets. */
export interface CommandContext {
  readonly config: Config
  readonly logger: Logger
  readonly database: OpenDatabase
}

/**
 * Runs a command of the command line on the database of the settings, without a time limit for statements. Reports on
 * standard error which database that is, and warns before it creates an embedded one while a server uses another.
 * Pending migrations are run first if the settings say so (MIGRATE_ON_START).
 * @throws OperatorError if the settings are invalid, or the database or its migrations can't be used; the error of
 * `work`.
 */
export async function runOnDatabase<Result>(
  { name, acceptsPendingMigrations = false, logsOnlyErrors = false }: CommandOptions,
  work: (context: CommandContext) => Promise<Result>,
): Promise<Result> {
  const config = readConfig()
  const logger = createLogger(logsOnlyErrors ? toErrorLevel(config.logLevel) : config.logLevel)
  warnBeforeCreating(config)
  const database = await openDatabase(config, logger, {
    applicationName: `metagauge-${name}`,
    statementTimeoutMs: 0,
  })
  try {
    printLine(`Database: ${describeOpenDatabase(database)}`)
    if (!acceptsPendingMigrations) {
      if (config.migrateOnStart) await migrateBeforeServing(database.owner.database)
      await requireMigrated(database.owner.db)
    }
    return await work({ config, logger, database })
  } finally {
    await database.close()
  }
}

/** Names the database, where it is, and the directory of an embedded one. */
export function describeOpenDatabase({ owner, embedded }: OpenDatabase): string {
  const address = describeDatabase(owner.database)
  return embedded === undefined ? address : `${address} (embedded PostgreSQL in ${embedded.home})`
}

/** Other levels than the usual ones are kept, because they were set on purpose. */
function toErrorLevel(level: Config['logLevel']): Config['logLevel'] {
  return level === 'info' || level === 'warn' ? 'error' : level
}

function warnBeforeCreating({ externalDatabase, dataDirectory }: Config): void {
  if (externalDatabase !== undefined || existsSync(join(dataDirectory, 'postgres'))) return
  for (const { url, database } of listRunningServers()) {
    printLine(
      `Warning: this creates a new embedded database in ${dataDirectory}, but the server at ${url} works on another one: ` +
        `${database}. To work on that one, use its DATABASE_URL or DATA_DIR.`,
    )
  }
}

/** Standard output is for the command's results, which other programs may read. */
function printLine(line: string): void {
  process.stderr.write(`${line}\n`)
}
