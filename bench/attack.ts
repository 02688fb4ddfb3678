import { writeFile } from 'node:fs/promises'
import { parseAttackArguments } from './attack/options.ts'
import { formatAttacks, requireTargets, runAttacks } from './attack/run-attacks.ts'
import { runBenchProgram } from './processes/bench-program.ts'

/** Runs every known attack against a server, and measures another client's latency and the server's memory. */
await runBenchProgram(async ({ log, signal }) => {
  const options = parseAttackArguments(process.argv.slice(2))
  const figures = await runAttacks(options, log, signal)
  if (options.jsonFile !== undefined) await writeFile(options.jsonFile, JSON.stringify(figures, null, 2))
  process.stdout.write(`${formatAttacks(figures)}\n`)
  requireTargets(figures)
})
