import type { ExternalDatabase } from '../../src/config.ts'
import type { ApiBenchOptions } from './api-arguments.ts'
import type { ApiContestant } from './contestants.ts'
import type { QueriedUser } from './queried-users.ts'

/** What all measurements use. */
export interface ApiBench {
  readonly options: ApiBenchOptions
  readonly database: ExternalDatabase
  /** Of all servers. */
  readonly jwtSecret: string
  readonly postmasterPid: number
  readonly postgresVersion: string
  readonly servers: readonly ApiContestant[]
  readonly users: readonly QueriedUser[]
  /** See spreadUsers. */
  readonly spread: { readonly count: number; readonly stride: number }
  /** Where pgbench is; undefined when PostgreSQL alone is not measured. */
  readonly pgbench: string | undefined
  readonly warmUpSeconds: number
  /** For files that go with the bench. */
  readonly directory: string
  readonly signal: AbortSignal
  /** Tells the person at the terminal what is going on. */
  log(line: string): void
}
