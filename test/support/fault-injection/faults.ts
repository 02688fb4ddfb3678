import { withClient } from '../../../src/database/session/client.ts'
import type { DatabaseProxy } from '../database-proxy.ts'
import type { DedicatedPostgres } from '../dedicated-postgres.ts'
import type { Importer, ImportTask } from './importer.ts'

/** The processes and connections that a fault can affect. */
export interface FaultContext {
  readonly postgres: DedicatedPostgres
  /** Connects to the database without the proxy. */
  readonly task: ImportTask
  readonly importer: Importer
  /** The proxy between the importer and the database. */
  readonly proxy: DatabaseProxy
}

/** A fault during an import. */
export interface Fault {
  readonly name: string
  readonly by: 'command' | 'server'
  readonly usesProxy?: boolean
  /** Injects the fault and returns its repair. */
  inject(context: FaultContext): Promise<() => Promise<void>>
}

export const faults: readonly Fault[] = [
  kill('command', 'SIGKILL'),
  kill('command', 'SIGTERM'),
  kill('server', 'SIGKILL'),
  kill('server', 'SIGTERM'),
  { name: 'cancelImport', by: 'server', inject: cancel },
  terminate(
    'the session that holds the lock',
    `pid in (select pid from pg_locks where locktype = 'advisory')`,
  ),
  terminate('the session that stages', `application_name = 'metagauge-import-stage'`),
  terminate('the session that publishes', `application_name = 'metagauge-import-publish'`),
  { name: 'SIGKILL of the backend that publishes', by: 'command', inject: killPublisher },
  { name: 'SIGKILL of PostgreSQL', by: 'command', inject: killPostgres },
  { name: 'SIGKILL of the PostgreSQL of a server', by: 'server', inject: killPostgres },
  { name: 'the connections are cut', by: 'command', usesProxy: true, inject: cutConnections },
]

function kill(by: Fault['by'], signal: 'SIGKILL' | 'SIGTERM'): Fault {
  const inject = async ({ importer }: FaultContext) => {
    importer.program.child.kill(signal)
    await importer.program.exited
    return nothing
  }
  return { name: `${signal} of the ${by}`, by, inject }
}

async function cancel({ task, importer }: FaultContext): Promise<() => Promise<void>> {
  const { rows } = await withClient(task.database, (client) =>
    client.query('select id from import_jobs where id <> $1', [task.earlierJobId]),
  )
  await importer.ask('mutation ($id: ID!) { cancelImport(input: { jobId: $id }) { job { id } } }', {
    id: rows[0].id,
  })
  return nothing
}

/** @param condition on `pg_stat_activity`. */
function terminate(which: string, condition: string): Fault {
  const inject = async ({ task }: FaultContext) => {
    await withClient(task.database, (client) =>
      client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and ${condition}`,
      ),
    )
    return nothing
  }
  return { name: `${which} is terminated`, by: 'command', inject }
}

/** PostgreSQL ends all its processes then, and recovers. */
async function killPublisher({ task, postgres }: FaultContext): Promise<() => Promise<void>> {
  const { rows } = await withClient(task.database, (client) =>
    client.query<{ pid: number }>(
      `select pid from pg_stat_activity
      where datname = current_database() and application_name = 'metagauge-import-publish'`,
    ),
  )
  if (rows.length === 0) return nothing
  // This session ends with all others, shortly after the killed one: until then the server still seems to be up.
  const witness = withClient(task.database, async (client) => {
    await client.query('select 1')
    for (const { pid } of rows) process.kill(pid, 'SIGKILL')
    await client.query('select pg_sleep(30)')
  })
  await witness.catch(() => undefined)
  return postgres.untilUp
}

async function killPostgres({ postgres }: FaultContext): Promise<() => Promise<void>> {
  return postgres.kill().restart
}

async function cutConnections({ proxy }: FaultContext): Promise<() => Promise<void>> {
  await proxy.close()
  return proxy.open
}

async function nothing(): Promise<void> {}
