import { setTimeout as sleep } from 'node:timers/promises'
import { residentMegabytes } from '../processes/process-usage.ts'
import { queryNames } from '../queries/query.ts'
import type { ApiBench } from './bench.ts'
import { checkAnswers } from './check-answers.ts'
import { runWrk, writeRequests } from './wrk.ts'

const minuteMs = 60_000

/**
 * Runs all queries in equal shares against our server alone, reports its memory every minute and checks every answer.
 */
export async function soak(bench: ApiBench, minutes: number): Promise<string> {
  const { servers, users, directory, signal, log } = bench
  const ours = servers.find(({ name }) => name === 'ours')
  if (ours === undefined) throw new Error('Our server is not running.')
  const queries = queryNames.filter((name) => name !== 'Q0')
  await checkAnswers({ servers: [ours], users, baseline: undefined, queries })
  const requestFile = await writeRequests(directory, 'soak.txt', { dialect: ours.dialect, queries, users })
  const { pid, url } = ours.process
  const memory: number[] = []
  const watching = new AbortController()
  const watched = everyMinute(watching.signal, () => {
    const { now } = residentMegabytes(pid)
    memory.push(now)
    log(`minute ${memory.length}: ${now.toFixed(0)} MB`)
  })
  const run = { url, requestFile, seconds: minutes * 60, seed: 1, isChecked: true, signal }
  const result = await runWrk(run).finally(() => watching.abort())
  await watched
  const { requests, seconds } = result
  const { now, peak } = residentMegabytes(pid)
  return [
    `${requests} requests in ${minutes} minutes, ${(requests / seconds).toFixed(0)} a second, p99 ${result.p99.toFixed(1)} ms, all correct.`,
    `Memory after each minute: ${memory.map((megabytes) => megabytes.toFixed(0)).join(', ')} MB.`,
    `At the end ${now.toFixed(0)} MB, peak ${peak.toFixed(0)} MB.`,
  ].join('\n')
}

async function everyMinute(signal: AbortSignal, work: () => void): Promise<void> {
  while (!signal.aborted) {
    try {
      await sleep(minuteMs, undefined, { signal })
      work()
    } catch {
      return
    }
  }
}
