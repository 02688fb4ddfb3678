import type { Database } from '../../database/connection.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ImportFailure } from '../failure.ts'
import { insertReverifiedFiles, type VerifiedFile } from '../file.store.ts'
import { explainUnpublished } from '../import.rules.ts'
import { completeImportJob, findImportJobs, type ImportJobRow } from '../job.store.ts'
import { createJobRejects, type JobRejects } from '../job-reject.store.ts'
import type { ImportRun } from '../job-run.ts'
import { matchesSource, type RebuiltRecord, readBackGroups } from '../publish/rebuild-record.ts'
import { findChangedRoles } from '../publish/role.store.ts'
import { findCountDifferences } from '../publish/saved-counts.store.ts'
import { findImportColumns, type TableColumns } from '../records/column.store.ts'
import { addToDigest, createDigest } from '../records/digest.ts'
import { recordTypes } from '../records/kinds.ts'
import { type RecordKind, recordKinds } from '../records/record-type.ts'
import { type DamagedReject, listDamagedRejects } from '../reject-digest.store.ts'
import {
  closeVerifiedRecords,
  fetchVerifiedRecords,
  findChangedSince,
  openVerifiedRecords,
  type VerifiedRecord,
} from './verify.store.ts'
import { verifyDocuments } from './verify-documents.ts'

interface VerifyContext {
  readonly run: ImportRun
  /** A read-only transaction on one snapshot. */
  readonly trx: Database
  readonly columns: TableColumns
  readonly job: ImportJobRow
  readonly rejects: JobRejects
  readonly files: VerifiedFiles
}

const maxRecords = 1000

/**
 * Rebuilds every record of another job from its rows and compares it with the hash of its source. Writes only the result:
 * the files, with digests of both sides, and a reject with the reason for each record that differs.
 * @throws ImportFailure, the signal's reason, or the driver's error.
 */
export async function runVerify(run: ImportRun): Promise<void> {
  const { jobId, connection, db, report } = run
  report.phase = 'verifying'
  report.startedAt = new Date()
  const job = await getPublishedJob(run)
  const rejects = createJobRejects(db, jobId, report)
  const files = createVerifiedFiles(db, jobId)
  const { tables: columns } = await findImportColumns(db)
  const verifyAll = async (trx: Database) => {
    await verifyRejects({ run, trx, columns, job, rejects, files })
    if (job.revertedAt === null) await verifyCounts({ run, trx, columns, job, rejects, files })
    for (const kind of recordKinds) await verifyKind({ run, trx, columns, job, rejects, files }, kind)
    await verifyDocuments(run, trx, job)
  }
  await inTransaction(connection.db, verifyAll, {
    ...{ isolation: 'repeatable read', isReadOnly: true, runsOnce: true },
  })
  await rejects.flush()
  await files.flush()
  await run.stopProgress()
  await completeImportJob(connection.db, jobId, report)
  report.phase = 'completed'
}

async function getPublishedJob({ db, request }: ImportRun): Promise<ImportJobRow> {
  const [job] = await findImportJobs(db, [request.ofJobId ?? ''])
  const problem = job === undefined ? 'The job no longer exists.' : explainUnpublished(job)
  if (job === undefined || problem !== null) throw new ImportFailure('NOT_POSSIBLE', problem ?? '')
  return job
}

const noPosition = { file: '', line: '0', offset: '0', pointer: '' } as const

/** Compares the saved rejects with the digests of what was written. */
async function verifyRejects({ run, trx, job, rejects }: VerifyContext): Promise<void> {
  let after = 0
  for (;;) {
    const damaged: DamagedReject[] = await listDamagedRejects(trx, job.id, { after, limit: maxRecords })
    for (const { number, ...position } of damaged) {
      const message = `The reject number ${number} of the import is not as it was saved.`
      run.report.counts[position.kind].rejected++
      await rejects.add({ ...position, code: 'DIFFERENT', message })
      after = number
    }
    if (damaged.length < maxRecords) return
  }
}

const savedNames = { written: 'records', rejected: 'rejects', refused: 'refused records' } as const

/** Compares the numbers of records and rejects with the job's own counts: both may be gone without a trace. */
async function verifyCounts({ run, trx, job, rejects }: VerifyContext): Promise<void> {
  for (const { kind, name, missing } of await findCountDifferences(trx, job)) {
    const count = Math.abs(missing)
    const message =
      missing > 0
        ? `${count} ${savedNames[name]} of the import are gone, without a trace.`
        : `There are ${count} more ${savedNames[name]} than the import saved.`
    run.report.counts[kind].rejected += count
    await rejects.add({ kind, ...noPosition, code: missing > 0 ? 'MISSING' : 'DIFFERENT', message })
  }
}

async function verifyKind(context: VerifyContext, kind: RecordKind): Promise<void> {
  const { run, trx, job } = context
  await openVerifiedRecords(trx, job.id, kind)
  for (;;) {
    const records = await fetchVerifiedRecords(trx, maxRecords)
    if (records.length === 0) break
    await verifyRecords(context, kind, records)
    run.signal.throwIfAborted()
  }
  await closeVerifiedRecords(trx)
}

async function verifyRecords(
  context: VerifyContext,
  kind: RecordKind,
  records: readonly VerifiedRecord[],
): Promise<void> {
  const { run, trx, columns, files } = context
  const { report, signal } = run
  const sourceById = new Map(records.map((record) => [record.id, record]))
  for await (const group of readBackGroups(trx, recordTypes[kind], columns, [...sourceById.keys()])) {
    signal.throwIfAborted()
    for (const record of group) {
      const source = sourceById.get(record.id)
      if (source !== undefined) await files.add(kind, source, record)
    }
    const changedRoles =
      kind === 'users'
        ? await findChangedRoles(
            trx,
            context.job.id,
            group.map(({ id }) => id),
          )
        : []
    const differing = group.filter((record) => !matchesSource(record) || changedRoles.includes(record.id))
    report.counts[kind].read += group.length
    report.counts[kind].verified += group.length - differing.length
    report.counts[kind].rejected += differing.length
    if (differing.length > 0) await rejectDiffering(context, kind, differing, sourceById)
  }
}

async function rejectDiffering(
  { trx, job, rejects }: VerifyContext,
  kind: RecordKind,
  differing: readonly RebuiltRecord[],
  sourceById: ReadonlyMap<string, VerifiedRecord>,
): Promise<void> {
  const ids = differing.map(({ id }) => id)
  // Since the request, not the end: a change that began earlier has the earlier time.
  const changed = new Set(await findChangedSince(trx, kind, ids, job.createdAt))
  for (const { id, sha256 } of differing) {
    const source = sourceById.get(id)
    if (source === undefined) continue
    const { file, line, offset, pointer } = source
    await rejects.add({ kind, file, line, offset, pointer, ...explainDifference(sha256, changed.has(id)) })
  }
}

function explainDifference(sha256: string | undefined, isChanged: boolean) {
  if (sha256 === undefined) return { code: 'MISSING', message: 'It was deleted after the import.' }
  if (isChanged) return { code: 'CHANGED_SINCE', message: 'It has changed since the import.' }
  return {
    code: 'DIFFERENT',
    message:
      'Its rows differ from the source, although no change is recorded: they were changed without the API, or this is ' +
      'a bug. Compare them with the source, then revert the import or import the record again.',
  }
}

/** The files of the verified records, saved in batches. The records must be ordered by file. */
interface VerifiedFiles {
  add(kind: RecordKind, source: VerifiedRecord, record: RebuiltRecord): Promise<void>
  /** Saves the remaining files. */
  flush(): Promise<void>
}

const maxBufferedFiles = 1000

function createVerifiedFiles(db: Database, jobId: string): VerifiedFiles {
  let buffered: VerifiedFile[] = []
  let number = 0
  const flush = async () => {
    const files = buffered
    buffered = []
    if (files.length > 0) await insertReverifiedFiles(db, jobId, files)
  }
  return {
    flush,
    add: async (kind, source, record) => {
      let file = buffered.at(-1)
      if (file === undefined || file.path !== source.file || file.kind !== kind) {
        if (buffered.length >= maxBufferedFiles) await flush()
        file = createFile(kind, source, ++number)
        buffered.push(file)
      }
      addRecord(file, record)
    },
  }
}

function createFile(kind: RecordKind, source: VerifiedRecord, number: number): VerifiedFile {
  const { file: path, isBackup, bytes, bytesSha256 } = source
  const counts = { verified: 0, differing: 0, source: createDigest(), published: createDigest() }
  return { number, kind, path, isBackup, bytes, bytesSha256, ...counts }
}

function addRecord(file: VerifiedFile, record: RebuiltRecord): void {
  if (matchesSource(record)) file.verified++
  else file.differing++
  if (record.expected !== undefined) addToDigest(file.source, record.expected.sha256)
  if (record.sha256 !== undefined) addToDigest(file.published, record.sha256)
}
