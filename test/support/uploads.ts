import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Answer, Api } from './api.ts'
import type { Account } from './factories.ts'
import { fields, type Part, sendParts, toBody } from './multipart.ts'

/** An upload: the files of the input without their paths, and the parts, named by the files' numbers. */
export interface UploadRequest {
  readonly files: readonly object[]
  readonly parts: readonly Part[]
  readonly input?: object
}

const mutation = `mutation ($input: ImportLegacyDataInput!) {
  importLegacyData(input: $input) { job { id phase directory } }
}`
const readJob = `query ($id: ID!) {
  importJob(id: $id) {
    phase finishedAt errorCode errorMessage bytesRead bytesTotal
    files { edges { node { number kind path isBackup bytes records } } }
    counts { kind read inserted rejected verified }
  }
}`

/** The parts of a request that is well-formed. */
export function toParts({ files, parts, input }: UploadRequest): Part[] {
  const map = Object.fromEntries(parts.map(({ name }) => [name, [`variables.input.files.${name}.file`]]))
  const places = files.map((file) => ({ ...file, file: null }))
  const variables = { input: { ...input, files: places } }
  return [...fields({ query: mutation, variables }, map), ...parts]
}

export function upload(api: Api, request: UploadRequest, sender?: Account): Promise<Answer> {
  return sendParts(api.url, toParts(request), sender)
}

/** One global file of contracts. */
export function contractsOf(content: string | Buffer, fileName = 'contracts.json'): UploadRequest {
  return { files: [{ kind: 'CONTRACTS' }], parts: [{ name: '0', content, fileName }] }
}

/** A body that ends in the middle of its last file, and the length of the complete body. */
export function halfBody(request: UploadRequest): { readonly half: Buffer; readonly bytes: number } {
  const body = toBody(toParts(request))
  const last = request.parts.at(-1)?.content.length ?? 0
  return { half: body.subarray(0, body.length - Math.ceil(last / 2)), bytes: body.length }
}

/** Waits until the job has ended and returns it. */
export async function untilJobEnded(api: Api, id: string, admin: Account): Promise<Answer['data']> {
  for (;;) {
    const { data } = await api.ask(readJob, { id }, admin)
    if (data.importJob.finishedAt !== null) return data.importJob
    await sleep(20)
  }
}

/** Uploads, and returns the job after it has ended. */
export async function uploadToEnd(api: Api, request: UploadRequest, admin: Account): Promise<Answer['data']> {
  const { data, text } = await upload(api, request, admin)
  if (data == null) throw new Error(text)
  return untilJobEnded(api, data.importLegacyData.job.id, admin)
}

/** The newest job, if any. */
export async function findNewestJob({ db }: Pick<Api, 'db'>) {
  return db
    .selectFrom('import_jobs')
    .select(['id', 'phase', 'error_code', 'error_message'])
    .orderBy('created_at', 'desc')
    .executeTakeFirst()
}

/** Bytes of uploaded files in the staging tables. */
export async function countStagedBytes({ db }: Pick<Api, 'db'>): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select coalesce(sum(length(bytes)), 0)::int as bytes from staging.uploads`.execute(db)
  return rows[0]?.bytes ?? 0
}

export function readLegacy(path: string): Buffer {
  return readFileSync(join(import.meta.dirname, '../fixtures/legacy', path))
}
