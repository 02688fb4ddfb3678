import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { median } from '../statistics.ts'
import type { ApiBench } from './bench.ts'
import { startCandidate } from './candidates.ts'
import { runWrk } from './wrk.ts'

/** Outside Linux's range of ephemeral ports. */
const sharedPort = 23_456

/** Needs no database, and costs Node.js much more than wrk, which runs on the same machine. */
const introspectionQuery = '{ __schema { types { name description fields { name description } } } }'

/** Compares several processes of our server on one port with one process, alternately, with Node.js as the bottleneck. */
export async function scaleOut(bench: ApiBench, processes: number): Promise<string> {
  const { servers, directory, signal, database, jwtSecret, options, log } = bench
  const ours = servers.find(({ name }) => name === 'ours')
  if (ours === undefined) throw new Error('Our server is not running.')
  const requestFile = join(directory, 'schema.txt')
  await writeFile(requestFile, `\t${JSON.stringify({ query: introspectionQuery })}\n`)
  await using cleanUp = new AsyncDisposableStack()
  for (let count = 0; count < processes; count++) {
    const start = { database, jwtSecret, directory, profileDirectory: undefined, signal, sharedPort }
    const { process } = await startCandidate('ours', start)
    cleanUp.defer(() => process.stop())
  }
  const drive = async (url: string, seed: number) => {
    const { requests, seconds } = await runWrk({
      url,
      requestFile,
      seconds: options.seconds,
      seed,
      isChecked: false,
      signal,
    })
    return requests / seconds
  }
  const shared = `http://127.0.0.1:${sharedPort}/graphql`
  for (const url of [ours.process.url, shared]) await drive(url, 0)
  const rounds: (readonly [number, number])[] = []
  for (let round = 1; round <= options.rounds; round++) {
    log(`round ${round} of ${options.rounds}`)
    rounds.push([await drive(ours.process.url, round), await drive(shared, round)])
  }
  const ratio = median(rounds.map(([one, several]) => several / one))
  return rounds
    .map(
      ([one, several]) =>
        `one process ${one.toFixed(0)}, ${processes} processes ${several.toFixed(0)} requests/s`,
    )
    .concat(`${processes} processes / one: ${ratio?.toFixed(2)}`)
    .join('\n')
}
