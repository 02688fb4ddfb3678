import { constants } from 'node:fs'
import { access, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Database } from '../../database/connection.ts'
import { createPageRequest } from '../../database/pagination.ts'
import { OperatorError } from '../../errors.ts'
import { countImportFiles, importFileSortKeys, listImportFiles } from '../import-file.store.ts'
import type { ImportJobRow } from '../import-job.store.ts'
import {
  countImportRejectsByCode,
  findRejectBeginnings,
  importRejectSortKeys,
  listImportRejects,
  type RejectCountRow,
} from '../import-reject.store.ts'
import { maxRawTextBytes, toRawText } from '../raw-text.rules.ts'
import { formatMarkdownReport, type RejectReason, type ReportContent } from './markdown-report.ts'

const maxFiles = 100
/** Reasons that are shown with samples; the others are counted. */
const maxSampledReasons = 50
const maxSamples = 3
const byNumber = { field: 'number', direction: 'asc' } as const

/** Refuses a path at which no report can be written: better before an import of an hour than after it. */
export async function requireReportPath(path: string): Promise<void> {
  const existing = await stat(path).catch(() => undefined)
  if (existing?.isDirectory()) throw new OperatorError(`${path} is a directory. Name a file for the report.`)
  await access(dirname(path), constants.W_OK).catch((cause) => {
    throw new OperatorError(
      `The report can't be written to ${path}: its directory is not there or not open to writing.`,
      { cause },
    )
  })
}

/** Writes the job's report: all of it or nothing, and only its owner can read it. */
export async function writeReport(db: Database, job: ImportJobRow, path: string): Promise<void> {
  const text = formatMarkdownReport(await readReport(db, job))
  const partial = `${path}.partial-${process.pid}`
  try {
    const file = await open(partial, 'wx', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(partial, path)
  } catch (cause) {
    await rm(partial, { force: true })
    const why = cause instanceof Error ? cause.message : ''
    throw new OperatorError(`The report could not be written to ${path}: ${why}`, { cause })
  }
}

/** What the report of a job tells. */
export async function readReport(db: Database, job: ImportJobRow): Promise<ReportContent> {
  const parents = [{ id: job.id, userId: job.id }]
  const reasons: RejectReason[] = []
  for (const count of await countImportRejectsByCode(db, parents)) {
    const samples = reasons.length < maxSampledReasons ? await readSamples(db, count) : []
    reasons.push({ ...count, samples })
  }
  const page = createPageRequest({ first: maxFiles }, byNumber, importFileSortKeys)
  const files = await listImportFiles(db, parents, page)
  const [counted] = await countImportFiles(db, parents)
  return { job, reasons, files: files.slice(0, maxFiles), fileCount: counted?.count ?? 0 }
}

async function readSamples(db: Database, { jobId, kind, code }: RejectCountRow) {
  const page = createPageRequest({ first: maxSamples }, byNumber, importRejectSortKeys)
  const parents = [{ id: jobId, userId: jobId }]
  const rejects = (await listImportRejects(db, parents, { kind: [kind], code: [code] }, page)).slice(
    0,
    maxSamples,
  )
  const beginnings = await findRejectBeginnings(db, rejects, maxRawTextBytes)
  const texts = new Map(beginnings.map(({ number, beginning }) => [number, toRawText(beginning)]))
  return rejects.map((reject) => ({ ...reject, rawText: texts.get(reject.number) ?? '' }))
}
