import { openAsBlob } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { kinds, type LegacyTree } from '../datasets/legacy/legacy-tree.ts'
import {
  cpuSeconds,
  machineCpuSeconds,
  postgresCpuSeconds,
  residentMegabytes,
} from '../processes/process-usage.ts'
import type { ApiServer } from './api-server.ts'
import type { ImportBench } from './bench.ts'

/** One import, from the mutation to the job's completion as seen by a client. */
export interface ImportFigures {
  readonly jobId: string
  readonly seconds: number
  readonly bytes: number
  readonly records: number
  readonly serverCpuSeconds: number
  readonly postgresCpuSeconds: number
  /** CPU time of all other processes, including this program. If it is large, `seconds` is not reliable. */
  readonly othersCpuSeconds: number
  /** Resident memory of the server in MB: before the import, and its peak until the import's end. */
  readonly residentBefore: number
  readonly residentPeak: number
  /** By the job's phase, according to the polls. */
  readonly phases: Readonly<Record<string, { readonly seconds: number; readonly residentPeak: number }>>
}

export interface TimedImport {
  readonly api: ApiServer
  readonly postmasterPid: number
  readonly tree: LegacyTree
  readonly verify: boolean
  readonly pollMs?: number
  /** Starts the import and returns the mutation's answer; by default an import of the tree's directory. */
  readonly start?: (mutation: string) => Promise<unknown>
}

const count = z.number()
const jobForm = z.object({
  phase: z.string(),
  errorMessage: z.string().nullable(),
  counts: z.array(
    z.object({
      kind: z.string(),
      read: count,
      inserted: count,
      rejected: count,
      warnings: count,
      verified: count,
    }),
  ),
})
type Job = z.output<typeof jobForm>

const startMutation = `mutation ($input: ImportLegacyDataInput!) { importLegacyData(input: $input) { job { id } } }`
const jobQuery = `query ($id: ID!) {
  importJob(id: $id) { phase errorMessage counts { kind read inserted rejected warnings verified } }
}`
const startForm = z.object({ importLegacyData: z.object({ job: z.object({ id: z.string() }) }) })
const progressForm = z.object({ importJob: jobForm })
const endPhases = ['COMPLETED', 'FAILED', 'CANCELLED']

/** Imports the tree. @throws Error if the job fails or its counts differ from the tree's. */
export async function timeImport(options: TimedImport): Promise<ImportFigures> {
  const { api, postmasterPid, tree, verify } = options
  const {
    start = (mutation) => api.ask(api.adminKey, mutation, { input: { directory: tree.name, verify } }),
  } = options
  const cpuBefore = readCpu(api.pid, postmasterPid)
  const residentBefore = residentMegabytes(api.pid).now
  const startedAt = performance.now()
  const jobId = startForm.parse(await start(startMutation)).importLegacyData.job.id
  const { job, phases } = await untilEnded(options, jobId)
  const seconds = (performance.now() - startedAt) / 1000
  const cpu = readCpu(api.pid, postmasterPid)
  requireComplete(job, tree, verify)
  return {
    jobId,
    seconds,
    bytes: tree.bytes,
    records: kinds.reduce((sum, kind) => sum + tree.dataset.counts[kind], 0),
    serverCpuSeconds: cpu.server - cpuBefore.server,
    postgresCpuSeconds: cpu.postgres - cpuBefore.postgres,
    othersCpuSeconds: cpu.others - cpuBefore.others,
    residentBefore,
    residentPeak: residentMegabytes(api.pid).peak,
    phases,
  }
}

function readCpu(serverPid: number, postmasterPid: number) {
  const server = cpuSeconds(serverPid)
  const postgres = postgresCpuSeconds(postmasterPid)
  return { server, postgres, others: machineCpuSeconds() - server - postgres }
}

/** The time between two polls is added to the phase of the first poll. */
async function untilEnded(
  { api, pollMs = 200 }: TimedImport,
  jobId: string,
): Promise<{ job: Job; phases: ImportFigures['phases'] }> {
  const phases: Record<string, { seconds: number; residentPeak: number }> = {}
  for (;;) {
    const seenAt = performance.now()
    const { importJob: job } = progressForm.parse(await api.ask(api.adminKey, jobQuery, { id: jobId }))
    if (endPhases.includes(job.phase)) return { job, phases }
    await sleep(pollMs)
    const { seconds, residentPeak } = phases[job.phase] ?? { seconds: 0, residentPeak: 0 }
    phases[job.phase] = {
      seconds: seconds + (performance.now() - seenAt) / 1000,
      residentPeak: Math.max(residentPeak, residentMegabytes(api.pid).now),
    }
  }
}

/** The figures of an incomplete import would be meaningless. */
function requireComplete(job: Job, { dataset }: LegacyTree, isVerified: boolean): void {
  if (job.phase !== 'COMPLETED') throw new Error(`The import is ${job.phase}: ${job.errorMessage}`)
  for (const kind of kinds) {
    const counts = job.counts.find((entry) => entry.kind === kind.toUpperCase())
    const expected = dataset.counts[kind]
    const isComplete = counts?.read === expected && counts.inserted === expected && counts.warnings === 0
    if (isComplete && (!isVerified || counts.verified === expected)) continue
    throw new Error(`The import reports ${JSON.stringify(counts)} for ${expected} ${kind}.`)
  }
}

/** Uploads the files of the tree with the mutation. Returns the server's answer. */
export async function uploadTree(
  { options: { cacheDirectory } }: ImportBench,
  query: string,
  { api, tree, verify }: Pick<TimedImport, 'api' | 'tree' | 'verify'>,
): Promise<unknown> {
  const files = kinds.map((kind) => ({ kind: kind.toUpperCase(), file: null }))
  const form = new FormData()
  form.set('operations', JSON.stringify({ query, variables: { input: { verify, files } } }))
  const places = kinds.map((_, index) => [index, [`variables.input.files.${index}.file`]])
  form.set('map', JSON.stringify(Object.fromEntries(places)))
  for (const [index, kind] of kinds.entries()) {
    const name = `${kind}.json`
    form.set(String(index), await openAsBlob(join(cacheDirectory, tree.name, name)), name)
  }
  const headers = { 'x-api-key': api.adminKey }
  const response = await fetch(api.url, { method: 'POST', headers, body: form })
  const { data, errors } = JSON.parse(await response.text())
  if (errors !== undefined) throw new Error(`The server answered: ${JSON.stringify(errors)}`)
  return data
}
