import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'

/** Of Linux, on all machines that Node runs on. */
const ticksPerSecond = 100
/** Where the numbers stand behind the process's name in /proc/<pid>/stat. */
const statFields = { own: [11, 12], endedChildren: [13, 14] } as const

/** Processor seconds of a process, its threads included; 0 where the system does not tell. */
export function cpuSeconds(pid: number): number {
  return sumTicks(pid, statFields.own) / ticksPerSecond
}

/** Processor seconds of PostgreSQL: the server, its running processes and those that have ended. */
export function postgresCpuSeconds(postmasterPid: number): number {
  const children = readText(`/proc/${postmasterPid}/task/${postmasterPid}/children`).trim().split(' ')
  const living = children.filter((pid) => pid !== '').map((pid) => sumTicks(Number(pid), statFields.own))
  const ended = sumTicks(postmasterPid, [...statFields.own, ...statFields.endedChildren])
  return living.reduce((sum, ticks) => sum + ticks, ended) / ticksPerSecond
}

/** Processor seconds of the whole machine. */
export function machineCpuSeconds(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) / 1000
}

/** Resident memory in MB (10^6 bytes): now, and the most there ever was. */
export function residentMegabytes(pid: number): { readonly now: number; readonly peak: number } {
  const status = readText(`/proc/${pid}/status`)
  const read = (name: string) =>
    (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1024) / 1e6
  return { now: read('VmRSS'), peak: read('VmHWM') }
}

function sumTicks(pid: number, fields: readonly number[]): number {
  const text = readText(`/proc/${pid}/stat`)
  // The name may hold spaces and brackets; what follows the last bracket does not.
  const values = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return fields.reduce((sum, field) => sum + Number(values[field] ?? 0), 0)
}

/** Empty for a process that has ended. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
