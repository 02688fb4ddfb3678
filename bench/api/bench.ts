import { resolve } from 'node:path'
import type { ExternalDatabase } from '../../src/config.ts'
import { commonOptions, parseChoices, parseInteger, parseNumber, parseOptions } from '../arguments.ts'
import { tenthOf } from '../datasets/api/load-dataset.ts'
import type { QueriedUser } from '../datasets/api/queried-users.ts'
import { type QueryName, queryNames } from '../queries/query.ts'
import { type Candidate, type CandidateName, candidateNames } from './candidates.ts'
import { defaultConnections } from './wrk.ts'

export interface ApiBenchOptions {
  readonly scale: number
  readonly rounds: number
  /** Duration of each measurement. */
  readonly seconds: number
  /** Concurrent connections. */
  readonly connections: number
  readonly queries: readonly QueryName[]
  readonly candidates: readonly CandidateName[]
  readonly cacheDirectory: string
  /** File for all figures as JSON. */
  readonly jsonFile: string | undefined
  /** Directory for CPU profiles of our server. */
  readonly profileDirectory: string | undefined
  /** Instead of a comparison: how long to run all queries against our server alone. */
  readonly soakMinutes: number | undefined
  /** Instead of a comparison: how many processes of our server to compare with one. */
  readonly processes: number | undefined
  /** Instead of a comparison: whether to compare our server on a tenth of the rows with all of them. */
  readonly isTenfold: boolean
  /** Whether to measure an import after the comparison. */
  readonly hasImport: boolean
  /** Instead of measuring: whether to show PostgreSQL's plans for each list of our API. */
  readonly isExplained: boolean
}

/** The context of all measurements. */
export interface ApiBench {
  readonly options: ApiBenchOptions
  readonly database: ExternalDatabase
  /** Shared by all servers. */
  readonly jwtSecret: string
  readonly postmasterPid: number
  readonly postgresVersion: string
  readonly servers: readonly Candidate[]
  readonly users: readonly QueriedUser[]
  /** See spreadUsers. */
  readonly spread: { readonly count: number; readonly stride: number }
  /** The pgbench program; undefined when PostgreSQL alone is not measured. */
  readonly pgbench: string | undefined
  readonly warmUpSeconds: number
  /** For temporary files. */
  readonly directory: string
  readonly signal: AbortSignal
  /** Reports progress on standard error. */
  log(line: string): void
}

const usage = `npm run bench -- [options]
  --scale N        1 is 5,000 users and their data (default 1)
  --rounds N       in each round, every server runs every query; medians are reported (default 3)
  --seconds N      duration of each measurement (default 10)
  --connections N  concurrent connections (default 16)
  --quick          short for --scale 0.1 --rounds 3 --seconds 1
  --only QUERIES   some of ${queryNames.join(',')} (default all)
  --servers NAMES  some of ${candidateNames.join(',')} (default all)
  --import         also measure an import of the same scale, for one report
  --soak MINUTES   run all queries against our server alone and report its memory every minute
  --processes N    compare N processes of our server on one port with one process
  --tenfold        compare our server on a tenth of the rows with all of them
  --explain        show how PostgreSQL finds the rows of each list of our API
  --cache DIR      directory of the databases, reused by the next run (default: in the temporary directory)
  --json FILE      write all figures as JSON
  --profile DIR    write CPU profiles of our server, which makes it slower`

/** @throws OperatorError with the usage. */
export function parseApiBenchArguments(words: readonly string[]): ApiBenchOptions {
  const values = parseOptions(words, options, usage)
  const preset = values.quick ? { scale: '0.1', seconds: '1' } : { scale: '1', seconds: '10' }
  const isOursAlone = values.soak !== undefined || values.processes !== undefined || values.tenfold
  const scale = parseNumber(values.scale ?? preset.scale, 0.002, usage)
  if (values.tenfold) tenthOf(scale)
  return {
    scale,
    rounds: parseInteger(values.rounds, usage),
    seconds: parseInteger(values.seconds ?? preset.seconds, usage),
    connections: parseInteger(values.connections, usage),
    queries: parseChoices(values.only, queryNames, usage),
    candidates: isOursAlone ? ['ours'] : parseChoices(values.servers, candidateNames, usage),
    cacheDirectory: resolve(values.cache),
    jsonFile: values.json,
    profileDirectory: values.profile === undefined ? undefined : resolve(values.profile),
    soakMinutes: values.soak === undefined ? undefined : parseInteger(values.soak, usage),
    processes: values.processes === undefined ? undefined : parseInteger(values.processes, usage),
    isTenfold: values.tenfold,
    hasImport: values.import,
    isExplained: values.explain,
  }
}

const options = {
  ...commonOptions,
  scale: { type: 'string' },
  rounds: { type: 'string', default: '3' },
  seconds: { type: 'string' },
  connections: { type: 'string', default: String(defaultConnections) },
  quick: { type: 'boolean', default: false },
  only: { type: 'string' },
  servers: { type: 'string' },
  soak: { type: 'string' },
  processes: { type: 'string' },
  tenfold: { type: 'boolean', default: false },
  import: { type: 'boolean', default: false },
  explain: { type: 'boolean', default: false },
  profile: { type: 'string' },
} as const
