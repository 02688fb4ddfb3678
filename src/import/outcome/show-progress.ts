import { setTimeout as sleep } from 'node:timers/promises'
import type { ImportRunner } from '../import-runner.ts'
import type { ImportReport } from '../report.ts'

const redrawEveryMs = 100
/** Where nobody looks on, a line now and then is enough. */
const printEveryMs = 5_000
const eraseLine = '\r\u001b[K'

/** One line that changes, at a terminal; elsewhere lines, one every few seconds. Returns when the job has ended. */
export async function showProgress(
  runner: ImportRunner,
  jobId: string,
  formatLine: (report: ImportReport, now: number) => string,
): Promise<void> {
  const isTerminal = process.stdout.isTTY
  const ended = runner.untilEnded(jobId)
  for (;;) {
    await Promise.race([ended, sleep(isTerminal ? redrawEveryMs : printEveryMs, undefined, { ref: false })])
    const report = runner.findReport(jobId)
    if (report === undefined) break
    const line = formatLine(report, Date.now())
    process.stdout.write(isTerminal ? eraseLine + line.slice(0, process.stdout.columns - 1) : `${line}\n`)
  }
  if (isTerminal) process.stdout.write(eraseLine)
}
