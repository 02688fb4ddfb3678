import pg from 'pg'
import type { ExternalDatabase } from '../config.ts'
import type { SessionClient } from './session-client.ts'
import { withClient } from './single-client.ts'

/** Looks after the connections of a pool. */
export interface ConnectionWatch {
  /** From now on until the connection ends. */
  add(client: SessionClient): void
  close(): void
}

/** What is known of a connection that has been silent for a while. */
interface Suspicion {
  /** When the statement was sent that is not answered. */
  readonly sentAt: number
  readonly bytesRead: number
  /** When nothing was read for the first time. */
  readonly silentSince: number
  /** How many looks in a row found no sign that the server works on the statement. */
  misses: number
}

const tickMs = 500
/** Statements mostly take milliseconds. One that is silent for so long is looked after. */
const suspiciousMs = 1_000
const lookTimeoutMs = 1_500
/** The first look may meet an answer that is just on its way. */
const maxMisses = 2
/**
 * Of looks that nobody answered in time, for a connection whose statements have no limit, some 20 s: a machine that is
 * busy for seconds must not cost an import its hours of work.
 */
const maxUnansweredMisses = 10
/** Beyond the session's statement_timeout, for the error's way here. */
const deadlineMarginMs = 2_000

/**
 * Finds connections that have silently vanished, as when a firewall forgets them: nothing comes on them, no error
 * either, and TCP itself takes a quarter of an hour to notice. While a statement is not answered, the server is asked on
 * a new connection whether it works on it. When it does not, or can't be asked, the connection is cut: its statement
 * fails within seconds, the pool makes another one, and the session behind it, if there is still one, is ended with its
 * locks. Connections that wait in the pool then go, too: what broke one has mostly broken all.
 */
export function watchConnections(database: ExternalDatabase, applicationName: string): ConnectionWatch {
  const clients = new Map<SessionClient, Suspicion | undefined>()
  let timer: NodeJS.Timeout | undefined
  let isLooking = false
  const look = async () => {
    const suspects = findSuspects(clients)
    cutOverdue(suspects)
    if (isLooking || suspects.size === 0) return
    isLooking = true
    await inspect(database, clients, suspects).finally(() => {
      isLooking = false
    })
  }
  return {
    add: (client) => {
      clients.set(client, undefined)
      client.once('end', () => {
        clients.delete(client)
        if (client.isAbandoned) void endSession(database, applicationName, client.backendId)
      })
      timer ??= setInterval(() => void look(), tickMs).unref()
    },
    close: () => clearInterval(timer),
  }
}

/** Those whose statement has been without any byte of an answer for a while; what is known of the others is forgotten. */
function findSuspects(clients: Map<SessionClient, Suspicion | undefined>): Map<SessionClient, Suspicion> {
  const now = performance.now()
  const suspects = new Map<SessionClient, Suspicion>()
  for (const [client, known] of clients) {
    const { sentAt, bytesRead } = client
    if (sentAt === undefined) {
      clients.set(client, undefined)
      continue
    }
    const isSame = known?.sentAt === sentAt && known.bytesRead === bytesRead
    const silentSince = known?.sentAt === sentAt ? now : sentAt
    const suspicion = isSame ? known : { sentAt, bytesRead, silentSince, misses: 0 }
    clients.set(client, suspicion)
    if (now - suspicion.silentSince >= suspiciousMs) suspects.set(client, suspicion)
  }
  return suspects
}

/** Behind a pooler nobody can be asked, but the session's own limit holds there, too. */
function cutOverdue(suspects: ReadonlyMap<SessionClient, Suspicion>): void {
  const now = performance.now()
  for (const [client, { silentSince }] of suspects) {
    const { statementTimeoutMs } = client
    if (statementTimeoutMs > 0 && now - silentSince > statementTimeoutMs + deadlineMarginMs) {
      client.destroy('the server has not answered in time')
    }
  }
}

async function inspect(
  database: ExternalDatabase,
  clients: ReadonlyMap<SessionClient, Suspicion | undefined>,
  suspects: ReadonlyMap<SessionClient, Suspicion>,
): Promise<void> {
  const ids = [...suspects.keys()].flatMap(({ backendId }) => backendId ?? [])
  if (ids.length === 0) return
  const active = await findActive(database, ids)
  const vanished = [...suspects].filter(([client, suspicion]) => isLost(client, suspicion, active))
  if (vanished.length === 0) return
  for (const [client] of vanished)
    client.destroy('the server does not know of the statement, or is out of reach')
  for (const client of clients.keys()) {
    if (client.isIdle) client.destroy('another connection to the server has vanished')
  }
}

/** Counts a look in which nothing shows that the server works on the statement, and says whether it was one too many. */
function isLost(
  { backendId, sentAt, bytesRead, statementTimeoutMs }: SessionClient,
  suspicion: Suspicion,
  active: ReadonlySet<number> | undefined,
): boolean {
  const isAnswered = sentAt !== suspicion.sentAt || bytesRead !== suspicion.bytesRead
  if (backendId === undefined || isAnswered) return false
  suspicion.misses = active?.has(backendId) ? 0 : suspicion.misses + 1
  const isPatient = active === undefined && statementTimeoutMs === 0
  return suspicion.misses >= (isPatient ? maxUnansweredMisses : maxMisses)
}

/** The sessions that work on a statement; undefined when nobody answers. */
async function findActive(
  database: ExternalDatabase,
  ids: readonly number[],
): Promise<ReadonlySet<number> | undefined> {
  try {
    const { rows } = await ask(
      database,
      "select pid from pg_stat_activity where pid = any($1) and state in ('active', 'disabled')",
      [ids],
    )
    return new Set(rows.map(({ pid }) => Number(pid)))
  } catch (error) {
    // A server that refuses the question, as when it has no connection left, is there: then nothing is known.
    return error instanceof pg.DatabaseError ? new Set(ids) : undefined
  }
}

/** Ends what a connection left behind. Where that fails, PostgreSQL does so by its timeouts. */
async function endSession(
  database: ExternalDatabase,
  applicationName: string,
  id: number | undefined,
): Promise<void> {
  if (id === undefined) return
  const statement = `select pg_terminate_backend(pid) from pg_stat_activity
    where pid = $1 and usename = current_user and datname = current_database() and application_name = $2`
  await ask(database, statement, [id, applicationName]).catch(() => undefined)
}

function ask(database: ExternalDatabase, statement: string, values: readonly unknown[]) {
  return withClient(database, (client) => client.query(statement, [...values]), {
    applicationName: 'metagauge-watch',
    timeoutMs: lookTimeoutMs,
  })
}
