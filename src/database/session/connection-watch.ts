import pg from 'pg'
import type { ExternalDatabase } from '../../config.ts'
import { type SessionClient, withClient } from './client.ts'

/** Monitors the connections of a pool. */
export interface ConnectionWatch {
  /** Monitors the client until its connection ends. */
  add(client: SessionClient): void
  close(): void
}

/** The state of a connection that has been silent for a while. */
interface Suspicion {
  /** When the pending statement was sent. */
  readonly sentAt: number
  readonly bytesRead: number
  /** When the connection was first found silent. */
  readonly silentSince: number
  /** How many consecutive checks found that the server is not executing the statement. */
  misses: number
}

const tickMs = 500
/** Most statements take milliseconds. One that is silent for this long is checked. */
const suspiciousMs = 1_000
const lookTimeoutMs = 1_500
/** At the first check, a response may just be on its way. */
const maxMisses = 2
/**
 * The same for checks without a response, for a connection whose statements have no time limit; about 20 s. A machine that
 * is busy for seconds must not make an import lose hours of work.
 */
const maxUnansweredMisses = 10
/** Added to the session's statement_timeout, so that the server's error can arrive first. */
const deadlineMarginMs = 2_000

/**
 * Detects connections that were silently lost, for example because a firewall dropped their state: no data and no error
 * arrives on them, and TCP itself takes a quarter of an hour to notice. While a statement has no response, the server is
 * asked over a new connection whether it is executing the statement. If it is not, or is unreachable, the connection is
 * closed: its statement fails within seconds, the pool opens another connection, and the orphaned session, if it still
 * exists, is terminated, which releases its locks. Idle connections in the pool are then closed too, because a fault usually
 * affects all connections.
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

/** Clients whose statement has received no data for a while. The state of all others is dropped. */
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

/** Behind a pooler, the server can't be asked, but the session's own timeout applies there too. */
function cutOverdue(suspects: ReadonlyMap<SessionClient, Suspicion>): void {
  const now = performance.now()
  for (const [client, { silentSince }] of suspects) {
    const { statementTimeoutMs } = client
    if (statementTimeoutMs > 0 && now - silentSince > statementTimeoutMs + deadlineMarginMs) {
      client.destroy('the server did not respond in time')
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
    client.destroy('the server is not executing the statement, or is unreachable')
  for (const client of clients.keys()) {
    if (client.isIdle) client.destroy('another connection to the server was lost')
  }
}

/** Counts a check without a sign that the server executes the statement, and decides whether the connection is lost. */
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

/** The sessions that are executing a statement; undefined if there is no response. */
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
    // A server that rejects the connection, for example because none is left, is reachable: the state is then unknown.
    return error instanceof pg.DatabaseError ? new Set(ids) : undefined
  }
}

/** Terminates the orphaned session. If that fails, PostgreSQL's timeouts terminate it. */
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
