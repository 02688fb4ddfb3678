import pg from 'pg'
import { OperatorError } from '../../errors.ts'

/** How long a session may work or wait; 0 for no limit. */
export interface SessionLimits {
  /** A statement that runs longer is cancelled (SQLSTATE 57014). */
  readonly statementTimeoutMs: number
  /** A statement that waits longer for a lock fails (55P03). */
  readonly lockTimeoutMs: number
  /** A session that is idle in a transaction for longer is terminated (25P03), which releases its locks. */
  readonly idleInTransactionTimeoutMs: number
}

/** For work without time limits, such as imports and migrations. */
export const unlimited: SessionLimits = {
  statementTimeoutMs: 0,
  lockTimeoutMs: 0,
  idleInTransactionTimeoutMs: 0,
}

/**
 * Settings that change the meaning of a statement or the format of its results, each with the value that the code relies on
 * and acceptable alternatives. They can be set for a role or a database, so sessions must not inherit them.
 */
const formats = [
  ['DateStyle', 'ISO, MDY', /^ISO\b/],
  ['IntervalStyle', 'postgres', /^postgres$/],
  ['TimeZone', 'UTC', /^(Etc\/)?(UTC|GMT)$/],
  ['bytea_output', 'hex', /^hex$/],
  ['extra_float_digits', '1', /^[1-3]$/],
  ['standard_conforming_strings', 'on', /^on$/],
  ['array_nulls', 'on', /^on$/],
  ['transform_null_equals', 'off', /^off$/],
  ['gin_fuzzy_search_limit', '0', /^0$/],
  ['client_encoding', 'UTF8', /^UTF8$/],
  ['default_transaction_isolation', 'read committed', /^read committed$/],
] as const

/** All tables are in this schema; a session with another schema first would find other tables or none. */
const schema = 'public'

const timeouts = [
  ['statement_timeout', 'statementTimeoutMs'],
  ['lock_timeout', 'lockTimeoutMs'],
  ['idle_in_transaction_session_timeout', 'idleInTransactionTimeoutMs'],
] as const satisfies readonly (readonly [string, keyof SessionLimits])[]

/**
 * Set but not verified: they improve recovery after a fault, and no result depends on them.
 * - PostgreSQL ends a session whose client is silent for 5 + 3 x 3 s, or leaves sent bytes unacknowledged for 15 s, and
 *   with it the session's locks. Systems without these options ignore them.
 * - idle_session_timeout would end connections that wait in the pool.
 * - row_security = off makes a policy that would hide rows an error, where otherwise rows would silently be missing.
 */
const precautions: Readonly<Record<string, string>> = {
  tcp_keepalives_idle: '5',
  tcp_keepalives_interval: '3',
  tcp_keepalives_count: '3',
  tcp_user_timeout: '15000',
  idle_session_timeout: '0',
  row_security: 'off',
}

/** The settings as the `options` of a startup packet. The user's options come first, so that ours take precedence. */
export function toStartupOptions(limits: SessionLimits, userOptions = ''): string {
  const settings = [
    ...formats.map(([name, value]) => [name, value] as const),
    ['search_path', schema] as const,
    ...timeouts.map(([name, limit]) => [name, String(limits[limit])] as const),
    ...Object.entries(precautions),
  ]
  const quote = (value: string) => value.replaceAll(/[\\ ]/g, '\\$&')
  return [userOptions, ...settings.map(([name, value]) => `-c ${name}=${quote(value)}`)].join(' ').trim()
}

/** The session lacks settings that the code relies on; the message is for the operator. */
export class SessionSetupError extends OperatorError {
  constructor(message: string) {
    super(message)
    this.name = 'SessionSetupError'
  }
}

interface Deviation {
  readonly name: string
  readonly found: string
  readonly wanted: string
}

/**
 * Verifies that a new session has the settings that the code relies on. A pooler may have ignored them.
 * @param toldId the process id that the server sent when the connection was opened.
 * @returns whether the connection is directly to PostgreSQL: a pooler sends its own ids.
 * @throws SessionSetupError that lists the deviations, with the ALTER ROLE statements that fix them.
 */
export async function verifySession(
  client: pg.Client,
  limits: SessionLimits,
  toldId: number | undefined,
): Promise<boolean> {
  const { rows } = await client.query(stateQuery, [toldId ?? null])
  const state: Readonly<Record<string, unknown>> = rows[0] ?? {}
  const deviations = [...findDeviatingFormats(state), ...findDeviatingTimeouts(state, limits)]
  if (deviations.length > 0) throw describeDeviations(client, deviations)
  return state.is_direct === true
}

/**
 * Where PostgreSQL can detect that a client is gone while its statement runs (on Linux, and since 16 on other systems), it
 * checks every two seconds, so that a killed process leaves no running statement behind. Other systems reject the setting,
 * and behind a pooler it would affect other clients.
 */
const watchesClient = `pg_backend_pid() = $1::integer and (version() ~ 'linux'
  or version() ~ 'darwin|freebsd' and current_setting('server_version_num')::integer >= 160000)`

const stateQuery = `select ${[
  ...formats.map(([name]) => `current_setting('${name}') as "${name}"`),
  ...timeouts.map(
    ([name]) => `extract(epoch from current_setting('${name}')::interval)::float8 * 1000 as "${name}"`,
  ),
  'current_schema() as search_path',
  'pg_backend_pid() = $1::integer as is_direct',
  `case when ${watchesClient} then set_config('client_connection_check_interval', '2s', false) end as watch`,
].join(', ')}`

function findDeviatingFormats(state: Readonly<Record<string, unknown>>): Deviation[] {
  const deviating: Deviation[] = formats
    .filter(([name, , accepted]) => !accepted.test(String(state[name])))
    .map(([name, wanted]) => ({ name, wanted, found: String(state[name]) }))
  if (state.search_path === schema) return deviating
  return [...deviating, { name: 'search_path', wanted: schema, found: `first in ${state.search_path}` }]
}

/** A limit may be stricter than ours, but must exist: without one, a fault could last forever. */
function findDeviatingTimeouts(state: Readonly<Record<string, unknown>>, limits: SessionLimits): Deviation[] {
  return timeouts.flatMap(([name, limit]) => {
    const [foundMs, wantedMs] = [Number(state[name]), limits[limit]]
    if (wantedMs === 0 || (foundMs > 0 && foundMs <= wantedMs)) return []
    return [{ name, wanted: `${wantedMs}ms`, found: `${foundMs}ms` }]
  })
}

function describeDeviations(client: pg.Client, deviations: readonly Deviation[]): SessionSetupError {
  const { user = '', database = '', host, port } = client
  const role = `${pg.escapeIdentifier(user)} in database ${pg.escapeIdentifier(database)}`
  const lines = deviations.map(
    ({ name, wanted, found }) =>
      `  alter role ${role} set ${name} = ${pg.escapeLiteral(wanted)};  -- is ${found}`,
  )
  return new SessionSetupError(
    `Sessions of database "${database}" on ${host}:${port} do not have the settings that this server needs, and the ` +
      `pooler rejects them at startup. Set them for the role, then make the pooler reconnect:\n${lines.join('\n')}`,
  )
}
