import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'

/** Linux's USER_HZ, on all architectures that Node supports. */
const ticksPerSecond = 100
/** Indexes of the fields after the process's name in /proc/<pid>/stat. */
const statFields = { own: [11, 12], endedChildren: [13, 14] } as const

/** CPU seconds of a process and its threads; 0 on systems without /proc. */
export function cpuSeconds(pid: number): number {
  return sumTicks(pid, statFields.own) / ticksPerSecond
}

/** CPU seconds of PostgreSQL: the postmaster, its running processes and those that have ended. */
export function postgresCpuSeconds(postmasterPid: number): number {
  const children = readText(`/proc/${postmasterPid}/task/${postmasterPid}/children`).trim().split(' ')
  const living = children.filter((pid) => pid !== '').map((pid) => sumTicks(Number(pid), statFields.own))
  const ended = sumTicks(postmasterPid, [...statFields.own, ...statFields.endedChildren])
  return living.reduce((sum, ticks) => sum + ticks, ended) / ticksPerSecond
}

/** CPU seconds of the whole machine. */
export function machineCpuSeconds(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) / 1000
}

/** Resident memory in MB (10^6 bytes): now, and its peak. */
export function residentMegabytes(pid: number): { readonly now: number; readonly peak: number } {
  const status = readText(`/proc/${pid}/status`)
  const read = (name: string) =>
    (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1024) / 1e6
  return { now: read('VmRSS'), peak: read('VmHWM') }
}

function sumTicks(pid: number, fields: readonly number[]): number {
  const text = readText(`/proc/${pid}/stat`)
  // The name may contain spaces and brackets; the fields after the last bracket don't.
  const values = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return fields.reduce((sum, field) => sum + Number(values[field] ?? 0), 0)
}

/** An empty string for a process that has ended. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
