import { cpuSeconds, postgresCpuSeconds, residentMegabytes } from '../processes/process-usage.ts'
import type { QueryName } from '../queries/query.ts'
import { runBaseline } from './baseline.ts'
import type { ApiBench } from './bench.ts'
import type { Candidate, CandidateName } from './candidates.ts'
import type { Measurement } from './figures.ts'
import { type LoadResult, runWrk, writeRequests } from './wrk.ts'

/** Runs one query against a server or against PostgreSQL alone. */
type Runner = (query: QueryName, round: number) => Promise<LoadResult>

interface MeasuredCandidate {
  readonly name: CandidateName
  readonly pid: number | undefined
  readonly run: Runner
}

/** The average answer must be at least this share of the average checked answer: else it is not a whole answer. */
const minLengthShare = 0.9

/**
 * In each round, every server runs every query, one server at a time. Before the first round all servers are warmed up,
 * and every answer is checked.
 */
export async function measureQueries(bench: ApiBench): Promise<Measurement[]> {
  const { options, servers, pgbench, log } = bench
  const candidates: MeasuredCandidate[] = []
  for (const server of servers)
    candidates.push({ name: server.name, pid: server.process.pid, run: await warmUp(bench, server) })
  if (pgbench !== undefined)
    candidates.push({ name: 'database', pid: undefined, run: createBaselineRunner(bench, pgbench) })
  const measurements: Measurement[] = []
  for (let round = 1; round <= options.rounds; round++) {
    for (const query of options.queries) {
      log(`round ${round} of ${options.rounds}: ${query}`)
      for (const candidate of rotate(candidates, round)) {
        if (candidate.name === 'database' && query === 'Q0') continue
        measurements.push(await measure(bench, candidate, { query, round }))
      }
    }
  }
  return measurements
}

/** The items, starting with another one in each round. */
function rotate<Item>(items: readonly Item[], round: number): Item[] {
  const start = (round - 1) % Math.max(1, items.length)
  return [...items.slice(start), ...items.slice(0, start)]
}

async function warmUp(bench: ApiBench, server: Candidate): Promise<Runner> {
  const { options, users, directory, signal, log } = bench
  const { url } = server.process
  log(`warming up: ${server.title}`)
  const files = new Map<QueryName, { requestFile: string; answerBytes: number }>()
  for (const query of options.queries) {
    const form = { dialect: server.dialect, queries: [query], users }
    const requestFile = await writeRequests(directory, `${server.name}-${query}.txt`, form)
    const run = { url, requestFile, seconds: bench.warmUpSeconds, seed: 0, isChecked: true, signal }
    const { bytes, requests } = await runWrk(run)
    files.set(query, { requestFile, answerBytes: bytes / requests })
  }
  return async (query, round) => {
    const { requestFile, answerBytes } = files.get(query) ?? { requestFile: '', answerBytes: 0 }
    const { seconds, connections } = options
    const run = { url, requestFile, seconds, connections, seed: round, isChecked: false, signal }
    const result = await runWrk(run)
    if (result.bytes / result.requests < answerBytes * minLengthShare)
      throw new Error(`${server.title} gave shorter answers to ${query} than during the warm-up.`)
    return result
  }
}

function createBaselineRunner(bench: ApiBench, pgbench: string): Runner {
  const { database, directory, spread, signal, options } = bench
  return (name, round) =>
    runBaseline({
      ...{ pgbench, database, name, directory, signal },
      ...{ seconds: options.seconds, connections: options.connections, seed: round, users: spread },
    })
}

async function measure(
  { postmasterPid }: ApiBench,
  { name, pid, run }: MeasuredCandidate,
  { query, round }: { readonly query: QueryName; readonly round: number },
): Promise<Measurement> {
  const nodeBefore = pid === undefined ? 0 : cpuSeconds(pid)
  const postgresBefore = postgresCpuSeconds(postmasterPid)
  const { requests, seconds, p50, p99 } = await run(query, round)
  const perRequest = (cpu: number) => (cpu * 1000) / requests
  return {
    ...{ round, query, candidate: name, requestsPerSecond: requests / seconds, p50, p99 },
    nodeCpuMs: pid === undefined ? undefined : perRequest(cpuSeconds(pid) - nodeBefore),
    postgresCpuMs: perRequest(postgresCpuSeconds(postmasterPid) - postgresBefore),
    residentMb: pid === undefined ? undefined : residentMegabytes(pid).now,
  }
}
