import type { FastifyInstance } from 'fastify'
import { createApp } from './app.ts'
import { forbidCode, forbidCodeInNewThreads } from './code-generation.ts'
import { type Config, readConfig } from './config.ts'
import { type Connection, limitsOf, requireWritable } from './database/connection.ts'
import { requireUsableDatabase } from './database/database-probe.ts'
import { type OpenDatabase, openDatabase } from './database/open-database.ts'
import { checkServingRole, ownsTables } from './database/role-check.ts'
import { migrateBeforeServing, requireMigrated } from './database/schema-state.ts'
import { OperatorError } from './errors.ts'
import { keepJwtSecret, prepareFirstAdmin } from './first-start.ts'
import { closeHttpServer } from './http/server.ts'
import { listen } from './listen.ts'
import { createLogger, type Logger } from './logger.ts'
import { runProgram } from './program.ts'
import { describeStart } from './start-report.ts'
import { type StopRequest, untilStopRequest } from './stop-request.ts'

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
  const stopRequest = untilStopRequest(logger)
  const server = await startServer(config, logger)
  const stop = await Promise.race([stopRequest, untilLost(server.database)])
  logger[stop.exitCode === 0 ? 'info' : 'fatal'](`stopping: ${stop.reason}`)
  await closeHttpServer(server.http, drainMs)
  await server.database.close()
  process.exitCode = stop.exitCode
})

/** Never resolves for a database of the operator's: it comes back, and its pool with it. */
async function untilLost({ embedded }: OpenDatabase): Promise<StopRequest> {
  await (embedded?.lost ?? Promise.withResolvers<never>().promise)
  return { reason: 'the embedded PostgreSQL has ended', exitCode: 1 }
}

async function startServer(config: Config, logger: Logger): Promise<RunningServer> {
  forbidCodeInNewThreads()
  const database = await openDatabase(config, logger, {
    applicationName: 'metagauge-api',
    statementTimeoutMs,
  })
  try {
    await requireFirst(database)
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
async function requireFirst({ embedded }: OpenDatabase): Promise<void> {
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
  const jwtSecret = config.jwtSecret ?? keepJwtSecret(config.dataDirectory)
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
    forbidCode()
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
