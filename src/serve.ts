import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { createApp } from './app.ts'
import { hasUsers } from './auth/admin.store.ts'
import { createFirstAdmin } from './auth/admin.ts'
import { type Config, readConfig } from './config.ts'
import { describeOpenDatabase } from './database/command-line.ts'
import { type Connection, type Database, limitsOf, requireWritable } from './database/connection.ts'
import { migrateBeforeServing, requireMigrated } from './database/migrate.ts'
import { type OpenDatabase, openDatabase, requireUsableDatabase } from './database/open-database.ts'
import { checkServingRole, ownsTables } from './database/roles/serving-role.ts'
import { describeDatabase } from './database/session/client.ts'
import { inTransaction } from './database/transaction.ts'
import { OperatorError } from './errors.ts'
import { closeHttpServer } from './http/drain.ts'
import { createLogger, type Logger } from './logger.ts'
import { forbidCodeGeneration, forbidCodeGenerationInNewThreads } from './process/code-generation.ts'
import { listen } from './process/listen.ts'
import { switchLogLevelOnSignal } from './process/log-level.ts'
import { runProgram, type StopRequest, waitForStopRequest } from './process/program.ts'
import { recordServer } from './process/running-servers.ts'
import { readOrCreateSecret, writeSecret } from './process/secret-file.ts'
import { describeStart, type FirstAdmin } from './process/start-report.ts'

const statementTimeoutMs = 15_000
/** After this, the connections of requests that are still in progress are closed. */
const drainMs = 2_500
const leaseSweepMs = 15_000

interface RunningServer {
  readonly database: OpenDatabase
  readonly http: FastifyInstance
}

await runProgram(async () => {
  const config = readConfig()
  const logger = createLogger(config.logLevel)
  switchLogLevelOnSignal(logger)
  // Before anything starts, so that a Ctrl-C during the start leaves nothing behind.
  const stopRequest = waitForStopRequest(logger)
  const server = await startServer(config, logger)
  const stop = await Promise.race([stopRequest, waitUntilLost(server.database)])
  logger[stop.exitCode === 0 ? 'info' : 'fatal'](`stopping: ${stop.reason}`)
  await closeHttpServer(server.http, drainMs)
  await server.database.close()
  process.exitCode = stop.exitCode
})

/** Never resolves for an external database, because the pool reconnects to it. */
async function waitUntilLost({ embedded }: OpenDatabase): Promise<StopRequest> {
  await (embedded?.lost ?? Promise.withResolvers<never>().promise)
  return { reason: 'the embedded PostgreSQL has stopped', exitCode: 1 }
}

async function startServer(config: Config, logger: Logger): Promise<RunningServer> {
  forbidCodeGenerationInNewThreads()
  const database = await openDatabase(config, logger, {
    applicationName: 'metagauge-api',
    statementTimeoutMs,
  })
  try {
    await requireOnlyServer(database)
    await requireWritable(database.owner)
    if (config.migrateOnStart)
      await migrateBeforeServing(database.owner.database, (line) => logger.info(line))
    await requireMigrated(database.owner.db)
    await checkRoles(database, logger)
    const http = await serve(config, logger, database)
    return { database, http }
  } catch (error) {
    await database.close()
    throw error
  }
}

/** Each of two servers on one embedded database would assume that it alone uses the files. */
async function requireOnlyServer({ embedded }: OpenDatabase): Promise<void> {
  const claim = await embedded?.claim()
  if (claim === undefined || claim.isFirst) return
  const where = claim.url === undefined ? 'and is still starting' : `at ${claim.url}`
  throw new OperatorError(
    `A server already runs on this database ${where}. Stop it first, or start this one with another data directory: ` +
      'DATA_DIR=.data-2 PORT=4001 npm start',
  )
}

/**
 * Checks the serving role of an external database; the embedded database sets up its own roles.
 * @throws OperatorError if the role can't serve requests. Excess privileges are only logged as a warning.
 */
async function checkRoles({ embedded, serving, owner }: OpenDatabase, logger: Logger): Promise<void> {
  if (embedded !== undefined) return
  await requireUsableDatabase(serving.database, limitsOf({ statementTimeoutMs }))
  const { name, excess } = await checkServingRole(serving, owner)
  if (excess.length === 0) return
  logger.warn(
    `the role "${name}", which serves requests, ${excess.join(', ')}: create another role, run ` +
      'npm run migrate -- grant ROLE, and use that role in DATABASE_URL and this one in DATABASE_OWNER_URL',
  )
}

async function serve(config: Config, logger: Logger, open: OpenDatabase): Promise<FastifyInstance> {
  const jwtSecret = config.jwtSecret ?? readOrCreateJwtSecret(config.dataDirectory)
  const http = await createApp({
    connection: open.serving,
    owner: await findJobConnection(open, logger),
    logger,
    jwtSecret,
    corsOrigins: config.corsOrigins,
    trustedProxies: config.trustedProxies,
    mail: config.mail,
    legacyDataDirectory: config.legacyDataDirectory,
    legacyExportDirectory: config.legacyExportDirectory,
    leaseSweepMs,
    introspection: config.introspection,
    trustedDocumentsFile: config.trustedDocumentsFile,
    maxResultsBytes: config.maxResultsBytes,
    byteLimits: { maxAnswerBytes: config.maxAnswerBytes, maxTotalBytes: config.maxTotalBytes },
  })
  try {
    const url = await listen(http, config)
    // Fastify has compiled all routes from text by now.
    forbidCodeGeneration()
    warnAsRoot(logger)
    await announce(config, open, { url: `${url}/graphql`, http })
    return http
  } catch (error) {
    await closeHttpServer(http, drainMs)
    throw error
  }
}

/** The JWT secret of an embedded database is generated at the first start and kept beside the data. */
function readOrCreateJwtSecret(dataDirectory: string): string {
  return readOrCreateSecret(join(dataDirectory, 'jwt-secret'), () => randomBytes(48).toString('base64url'))
}

/** Without the owner's connection, the server can't run jobs, which truncate and analyze tables. */
async function findJobConnection({ owner }: OpenDatabase, logger: Logger): Promise<Connection | undefined> {
  if (await ownsTables(owner)) return owner
  logger.info('imports and exports through the API are off: DATABASE_OWNER_URL is not set')
  return undefined
}

/** If the server runs as root, a vulnerability in it compromises the whole machine. */
function warnAsRoot(logger: Logger): void {
  if (process.getuid?.() !== 0) return
  logger.warn(
    'the server runs as root (uid 0), which is not necessary: run it as a dedicated user that owns DATA_DIR ' +
      '(useradd --system metagauge)',
  )
}

/** Reports to other processes, and to the person at the terminal, where the server is. */
async function announce(
  config: Config,
  open: OpenDatabase,
  { url, http }: { readonly url: string; readonly http: FastifyInstance },
): Promise<void> {
  const { embedded, owner, serving } = open
  await embedded?.announce(url)
  const forget = recordServer({ url, database: describeOpenDatabase(open) })
  http.server.once('close', forget)
  const firstAdmin =
    embedded === undefined ? undefined : await prepareFirstAdmin(owner.db, config.dataDirectory)
  const report = describeStart({
    url,
    hasPlayground: config.introspection && config.trustedDocumentsFile === undefined,
    database: describeDatabase(serving.database),
    home: embedded?.home,
    firstAdmin,
  })
  process.stdout.write(report)
}

/**
 * Creates the administrator of a database that has no users yet; undefined if it has some. The key is in its file before
 * the administrator is committed, so a crash can't lose it.
 */
async function prepareFirstAdmin(db: Database, dataDirectory: string): Promise<FirstAdmin | undefined> {
  if (await hasUsers(db)) return undefined
  const file = join(dataDirectory, 'admin-api-key')
  return inTransaction(db, async (transaction) => {
    const { apiKey } = await createFirstAdmin(transaction)
    writeSecret(file, apiKey)
    return { apiKey, file }
  })
}
