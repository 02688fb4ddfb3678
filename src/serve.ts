import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { createApp } from './app.ts'
import { createFirstAdmin } from './auth/admin.ts'
import { type Config, readConfig } from './config.ts'
import { type Connection, type Database, limitsOf, requireWritable } from './database/connection.ts'
import { hasUsers, migrateBeforeServing, requireMigrated } from './database/migrate.ts'
import { type OpenDatabase, openDatabase, requireUsableDatabase } from './database/open-database.ts'
import { checkServingRole, ownsTables } from './database/roles/serving-role.ts'
import { inTransaction } from './database/transaction.ts'
import { OperatorError } from './errors.ts'
import { closeHttpServer } from './http/drain.ts'
import { createLogger, type Logger } from './logger.ts'
import { listen } from './process/listen.ts'
import { runProgram, type StopRequest, waitForStopRequest } from './process/program.ts'
import { readOrCreateSecret, writeSecret } from './process/secret-file.ts'
import { describeStart } from './process/start-report.ts'
import { forbidCodeGeneration, forbidCodeGenerationInNewThreads } from './process/v8-options.ts'

const statementTimeoutMs = 15_000
/** Requests under way get this long to end before their connections are cut. */
const drainMs = 2_500
const leaseSweepMs = 15_000

interface RunningServer {
  readonly database: OpenDatabase
  readonly http: FastifyInstance
}

await runProgram(async () => {
  const config = readConfig()
  const logger = createLogger(config.logLevel)
  // Before anything starts, so that a Ctrl-C during the start leaves nothing behind either.
  const stopRequest = waitForStopRequest(logger)
  const server = await startServer(config, logger)
  const stop = await Promise.race([stopRequest, waitUntilLost(server.database)])
  logger[stop.exitCode === 0 ? 'info' : 'fatal'](`stopping: ${stop.reason}`)
  await closeHttpServer(server.http, drainMs)
  await server.database.close()
  process.exitCode = stop.exitCode
})

/** Never resolves for a database of the operator's: it comes back, and its pool with it. */
async function waitUntilLost({ embedded }: OpenDatabase): Promise<StopRequest> {
  await (embedded?.lost ?? Promise.withResolvers<never>().promise)
  return { reason: 'the embedded PostgreSQL has ended', exitCode: 1 }
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

/** Two servers on one embedded database would each think that its files are theirs alone. */
async function requireOnlyServer({ embedded }: OpenDatabase): Promise<void> {
  const claim = await embedded?.claim()
  if (claim === undefined || claim.isFirst) return
  const where = claim.url === undefined ? 'and is still starting' : `at ${claim.url}`
  throw new OperatorError(
    `The server already runs ${where}. Stop it first, or start another one on data of its own: ` +
      'DATA_DIR=.data-2 PORT=4001 npm start',
  )
}

/** If the server runs as root, a vulnerability in it compromises the whole machine. */
function warnAsRoot(logger: Logger): void {
  if (process.getuid?.() !== 0) return
  logger.warn(
    'the server runs as root (uid 0), which is not necessary: run it as a dedicated user that owns DATA_DIR ' +
      '(useradd --system metagauge)',
  )
}

/**
 * Checks the serving role of an operator's database; the embedded database sets up its own roles.
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
    byteLimits: { maxAnswerBytes: config.maxAnswerBytes, maxTotalBytes: config.maxTotalBytes },
  })
  try {
    const url = await listen(http, config)
    // Routes are compiled from text; all of them exist now.
    forbidCodeGeneration()
    warnAsRoot(logger)
    await announce(config, open, `${url}/graphql`)
    return http
  } catch (error) {
    await closeHttpServer(http, drainMs)
    throw error
  }
}

/** Without the owner's connection, the server can't run jobs, which truncate and analyze tables. */
async function findJobConnection({ owner }: OpenDatabase, logger: Logger): Promise<Connection | undefined> {
  if (await ownsTables(owner)) return owner
  logger.info('imports and exports through the API are off: DATABASE_OWNER_URL is not set')
  return undefined
}

/** Tells other starts, and the person at the terminal, where the server is. */
async function announce(config: Config, open: OpenDatabase, url: string): Promise<void> {
  const { embedded, owner, serving } = open
  await embedded?.announce(url)
  const firstAdmin =
    embedded === undefined ? undefined : await prepareFirstAdmin(owner.db, config.dataDirectory)
  const hasPlayground = config.introspection && config.trustedDocumentsFile === undefined
  const home = embedded?.home
  process.stdout.write(describeStart({ url, hasPlayground, database: serving.database, home, firstAdmin }))
}

/** The administrator of a new embedded database. */
export interface FirstAdmin {
  readonly apiKey: string
  /** Where the key is kept; only we can read it. */
  readonly file: string
}

/** Returns the secret that signs the tokens of an embedded database's users: made once, kept beside the data. */
export function readOrCreateJwtSecret(dataDirectory: string): string {
  return readOrCreateSecret(join(dataDirectory, 'jwt-secret'), () => randomBytes(48).toString('base64url'))
}

/**
 * Makes the administrator of a database that has no user yet; undefined when it has one. The key is in its file
 * before the administrator is in the database, so no crash loses it.
 */
export async function prepareFirstAdmin(
  db: Database,
  dataDirectory: string,
): Promise<FirstAdmin | undefined> {
  if (await hasUsers(db)) return undefined
  const file = join(dataDirectory, 'admin-api-key')
  return inTransaction(db, async (transaction) => {
    const { apiKey } = await createFirstAdmin(transaction)
    writeSecret(file, apiKey)
    return { apiKey, file }
  })
}
