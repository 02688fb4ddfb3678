import { prepareDataset, tenthOf } from '../datasets/api/load-dataset.ts'
import { listQueriedUsers, type QueriedUser } from '../datasets/api/queried-users.ts'
import type { QueryName } from '../queries/query.ts'
import { median } from '../statistics.ts'
import type { ApiBench } from './bench.ts'
import { startCandidate } from './candidates.ts'
import { runWrk, writeRequests } from './wrk.ts'

const maxRatio = 1.2

/** Our server on a dataset of one scale. */
interface Scaled {
  /** Prefix of its request files. */
  readonly name: string
  readonly url: string
  readonly users: readonly QueriedUser[]
}

/**
 * Compares our server on a tenth of the rows with all of them, alternately, to measure the cost of ten times the rows
 * for each query.
 */
export async function scaleUp(bench: ApiBench): Promise<string> {
  const { options, users, signal, log } = bench
  const ours = bench.servers.find(({ name }) => name === 'ours')
  if (ours === undefined) throw new Error('Our server is not running.')
  const queries = options.queries.filter((name) => name !== 'Q0')
  await using cleanUp = new AsyncDisposableStack()
  const few = await startOnTenth(bench, cleanUp)
  const measureFew = await prepare(bench, few, queries)
  const measureAll = await prepare(bench, { name: 'all', url: ours.process.url, users }, queries)
  const lines: string[] = []
  for (const query of queries) {
    const rounds: (readonly [number, number])[] = []
    for (let round = 1; round <= options.rounds; round++) {
      log(`${query}: round ${round} of ${options.rounds}`)
      signal.throwIfAborted()
      rounds.push([await measureFew(query, round), await measureAll(query, round)])
    }
    lines.push(format(query, rounds))
  }
  return lines.join('\n')
}

async function startOnTenth(bench: ApiBench, cleanUp: AsyncDisposableStack): Promise<Scaled> {
  const { options, jwtSecret, directory, signal, log } = bench
  const scale = tenthOf(options.scale)
  const admin = { ...bench.database, database: 'postgres' }
  const database = await prepareDataset({ admin }, scale, log)
  const start = { database, jwtSecret, directory, profileDirectory: undefined, signal }
  const { process } = await startCandidate('ours', start)
  cleanUp.defer(() => process.stop())
  return { name: 'few', url: process.url, users: await listQueriedUsers(database, scale, jwtSecret) }
}

/** Warms the server up, checks every answer, and returns the measurement: the median latency in milliseconds. */
async function prepare(
  { servers, directory, warmUpSeconds, options, signal }: ApiBench,
  { name, url, users }: Scaled,
  queries: readonly QueryName[],
): Promise<(query: QueryName, round: number) => Promise<number>> {
  const dialect = servers[0]?.dialect
  if (dialect === undefined) throw new Error('Our server is not running.')
  const files = new Map<QueryName, string>()
  for (const query of queries) {
    const fileName = `${name}-${query}.txt`
    const requestFile = await writeRequests(directory, fileName, { dialect, queries: [query], users })
    files.set(query, requestFile)
    await runWrk({ url, requestFile, seconds: warmUpSeconds, seed: 0, isChecked: true, signal })
  }
  return async (query, round) => {
    const requestFile = files.get(query) ?? ''
    const run = { url, requestFile, seconds: options.seconds, seed: round, isChecked: false, signal }
    return (await runWrk(run)).p50
  }
}

function format(query: QueryName, rounds: readonly (readonly [number, number])[]): string {
  const ratio = median(rounds.map(([few, all]) => all / few)) ?? 0
  const times = [0, 1].map((place) => median(rounds.map((round) => round[place] ?? 0))?.toFixed(1))
  const verdict = ratio <= maxRatio ? 'met' : 'MISSED'
  return `${query}: p50 ${times[0]} ms with a tenth of the rows, ${times[1]} ms with all: ${ratio.toFixed(2)} (<= ${maxRatio} ${verdict})`
}
