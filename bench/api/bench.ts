import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { ExternalDatabase } from '../../src/config.ts'
import { OperatorError } from '../../src/errors.ts'
import { tenthOf } from '../datasets/api/load-dataset.ts'
import type { QueriedUser } from '../datasets/api/queried-users.ts'
import { type QueryName, queryNames } from '../queries/query.ts'
import { type Candidate, type CandidateName, candidateNames } from './candidates.ts'
import { defaultConnections } from './wrk.ts'

export interface ApiBenchOptions {
  readonly scale: number
  readonly rounds: number
  /** Of each measurement. */
  readonly seconds: number
  /** Concurrent connections. */
  readonly connections: number
  readonly queries: readonly QueryName[]
  readonly contestants: readonly CandidateName[]
  readonly cacheDirectory: string
  /** File for all figures as JSON. */
  readonly jsonFile: string | undefined
  /** Where our server leaves a profile of its processor time. */
  readonly profileDirectory: string | undefined
  /** Instead of comparing: how long our server alone is driven with all queries mixed. */
  readonly soakMinutes: number | undefined
  /** Instead of comparing: how many processes of our server on one port are set beside one alone. */
  readonly processes: number | undefined
  /** Instead of comparing: whether a tenth of the rows is set beside all of them. */
  readonly isTenfold: boolean
  /** Whether an import is measured behind the comparison. */
  readonly hasImport: boolean
  /** Instead of measuring: how PostgreSQL finds what each list of our server asks for. */
  readonly isExplained: boolean
}

const usage = `npm run bench -- [options]
  --scale N        1 is 5,000 users and all that belongs to them (default 1)
  --rounds N       in each, every server answers every query; medians count (default 3)
  --seconds N      how long each measurement takes (default 10)
  --connections N  how many connections ask at the same time (default 16)
  --quick          short for --scale 0.1 --rounds 3 --seconds 1
  --only QUERIES   of ${queryNames.join(',')} (default all)
  --servers NAMES  of ${candidateNames.join(',')} (default all)
  --import         measure an import of the same scale behind it, for the same report
  --soak MINUTES   drive our server alone with all queries mixed, and tell its memory every minute
  --processes N    set N processes of our server on one port beside one alone
  --tenfold        set our server on a tenth of the rows beside our server on all of them
  --explain        tell for each list of our API how PostgreSQL finds its rows
  --cache DIR      where the databases stay for the next run (default: in the temporary directory)
  --json FILE      all figures as JSON
  --profile DIR    CPU profiles of our server, which makes it slower`

/** @throws OperatorError with the usage. */
export function parseApiBenchArguments(words: readonly string[]): ApiBenchOptions {
  const values = parseOptions(words)
  const preset = values.quick ? { scale: '0.1', seconds: '1' } : { scale: '1', seconds: '10' }
  const hasOursAlone = values.soak !== undefined || values.processes !== undefined || values.tenfold
  const scale = requireNumber(values.scale ?? preset.scale, 0.002)
  if (values.tenfold) tenthOf(scale)
  return {
    scale,
    rounds: requireInteger(values.rounds),
    seconds: requireInteger(values.seconds ?? preset.seconds),
    connections: requireInteger(values.connections),
    queries: requireChoices(values.only, queryNames),
    contestants: hasOursAlone ? ['ours'] : requireChoices(values.servers, candidateNames),
    cacheDirectory: resolve(values.cache),
    jsonFile: values.json,
    profileDirectory: values.profile === undefined ? undefined : resolve(values.profile),
    soakMinutes: values.soak === undefined ? undefined : requireInteger(values.soak),
    processes: values.processes === undefined ? undefined : requireInteger(values.processes),
    isTenfold: values.tenfold,
    hasImport: values.import,
    isExplained: values.explain,
  }
}

function parseOptions(words: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
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
        cache: { type: 'string', default: join(tmpdir(), 'metagauge-bench') },
        json: { type: 'string' },
        profile: { type: 'string' },
      },
    })
    return values
  } catch (error) {
    throw new OperatorError(usage, { cause: error })
  }
}

function requireNumber(text: string, least: number): number {
  const number = Number(text)
  if (!(number >= least)) throw new OperatorError(usage)
  return number
}

function requireInteger(text: string): number {
  const number = requireNumber(text, 1)
  if (!Number.isSafeInteger(number)) throw new OperatorError(usage)
  return number
}

function requireChoices<Name extends string>(text: string | undefined, names: readonly Name[]): Name[] {
  const chosen = text === undefined ? names : text.split(',')
  const known = names.filter((name) => chosen.includes(name))
  if (known.length !== chosen.length) throw new OperatorError(usage)
  return known
}

/** What all measurements use. */
export interface ApiBench {
  readonly options: ApiBenchOptions
  readonly database: ExternalDatabase
  /** Of all servers. */
  readonly jwtSecret: string
  readonly postmasterPid: number
  readonly postgresVersion: string
  readonly servers: readonly Candidate[]
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
