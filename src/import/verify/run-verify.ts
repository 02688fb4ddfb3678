import type { Database } from '../../database/connection.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ImportFailure } from '../failure.ts'
import { explainUnpublished } from '../import.rules.ts'
import { completeImportJob, findImportJobs, type ImportJobRow } from '../job.store.ts'
import type { ImportRun } from '../job-run.ts'
import { addToDigest, createDigest } from '../publish/digest.ts'
import { matchesSource, type RebuiltRecord } from '../publish/rebuild-record.ts'
import { recordTypes } from '../records/kinds.ts'
import { type RecordKind, recordKinds } from '../records/record-type.ts'
import { createJobRejects, type JobRejects } from '../reject.store.ts'
import { findImportColumns, type TableColumns } from '../staging/column.store.ts'
import { readBackGroups } from './read-back.ts'
import {
  closeVerifiedRecords,
  fetchVerifiedRecords,
  findChangedSince,
  insertVerifiedFiles,
  openVerifiedRecords,
  type VerifiedFile,
  type VerifiedRecord,
} from './verify.store.ts'

interface VerifyContext {
  readonly run: ImportRun
  /** Reads alone, and sees one moment. */
  readonly trx: Database
  readonly columns: TableColumns
  readonly job: ImportJobRow
  readonly notes: JobRejects
  readonly files: VerifiedFiles
}

const recordsAtOnce = 1000

/**
 * Rebuilds every record that belongs to another job from its rows and compares it with the source's hash. Writes nothing
 * but the proof: the files, with digests of both sides, and among the rejects what is not equal, and why.
 * @throws ImportFailure, the signal's reason, the driver's error.
 */
export async function runVerify(run: ImportRun): Promise<void> {
  const { jobId, connection, db, report } = run
  report.phase = 'verifying'
  report.startedAt = new Date()
  const job = await requirePublished(run)
  const notes = createJobRejects(db, jobId, report)
  const files = createVerifiedFiles(db, jobId)
  const { tables: columns } = await findImportColumns(db)
  const verifyAll = async (trx: Database) => {
    for (const kind of recordKinds) await verifyKind({ run, trx, columns, job, notes, files }, kind)
  }
  await inTransaction(connection.db, verifyAll, {
    ...{ isolation: 'repeatable read', isReadOnly: true, runsOnce: true },
  })
  await notes.flush()
  await files.flush()
  await run.stopProgress()
  await completeImportJob(connection.db, jobId, report)
  report.phase = 'completed'
}

async function requirePublished({ db, request }: ImportRun): Promise<ImportJobRow> {
  const [job] = await findImportJobs(db, [request.ofJobId ?? ''])
  const problem = job === undefined ? 'The job is gone.' : explainUnpublished(job)
  if (job === undefined || problem !== null) throw new ImportFailure('NOT_POSSIBLE', problem ?? '')
  return job
}

async function verifyKind(verifying: VerifyContext, kind: RecordKind): Promise<void> {
  const { run, trx, job } = verifying
  await openVerifiedRecords(trx, job.id, kind)
  for (;;) {
    const places = await fetchVerifiedRecords(trx, recordsAtOnce)
    if (places.length === 0) break
    await verifyRecords(verifying, kind, places)
    run.signal.throwIfAborted()
  }
  await closeVerifiedRecords(trx)
}

async function verifyRecords(
  verifying: VerifyContext,
  kind: RecordKind,
  places: readonly VerifiedRecord[],
): Promise<void> {
  const { run, trx, columns, files } = verifying
  const { report, signal } = run
  const placeById = new Map(places.map((place) => [place.id, place]))
  for await (const group of readBackGroups(trx, recordTypes[kind], columns, [...placeById.keys()])) {
    signal.throwIfAborted()
    for (const record of group) {
      const place = placeById.get(record.id)
      if (place !== undefined) await files.add(kind, place, record)
    }
    const differing = group.filter((record) => !matchesSource(record))
    report.counts[kind].read += group.length
    report.counts[kind].verified += group.length - differing.length
    report.counts[kind].rejected += differing.length
    if (differing.length > 0) await noteDifferences(verifying, kind, differing, placeById)
  }
}

async function noteDifferences(
  { trx, job, notes }: VerifyContext,
  kind: RecordKind,
  differing: readonly RebuiltRecord[],
  placeById: ReadonlyMap<string, VerifiedRecord>,
): Promise<void> {
  const ids = differing.map(({ id }) => id)
  // Not when it ended: a change may have begun before, and then says so.
  const changed = new Set(await findChangedSince(trx, kind, ids, job.createdAt))
  for (const { id, sha256 } of differing) {
    const place = placeById.get(id)
    if (place === undefined) continue
    const { file, line, offset, pointer } = place
    await notes.add({ kind, file, line, offset, pointer, ...explainDifference(sha256, changed.has(id)) })
  }
}

function explainDifference(sha256: string | undefined, isChanged: boolean) {
  if (sha256 === undefined) {
    return { code: 'MISSING', message: 'Its rows are gone: somebody deleted them since the import.' }
  }
  if (isChanged) return { code: 'CHANGED_SINCE', message: 'It was changed since the import.' }
  return {
    code: 'DIFFERENT',
    message:
      'Its rows are not what the source says, and nothing tells that they were changed: they were written past the ' +
      'API, or this is a defect. Compare them with the source; revert the import, or import the record again.',
  }
}

/** The proofs of the files whose records come, one file after the other. Holds few of them at once. */
interface VerifiedFiles {
  add(kind: RecordKind, place: VerifiedRecord, record: RebuiltRecord): Promise<void>
  /** Saves what is left. */
  flush(): Promise<void>
}

const maxHeld = 1000

/** Saves the proofs as those of the job, numbered in the order in which the files come. */
function createVerifiedFiles(db: Database, jobId: string): VerifiedFiles {
  let held: VerifiedFile[] = []
  let number = 0
  const flush = async () => {
    const files = held
    held = []
    if (files.length > 0) await insertVerifiedFiles(db, jobId, files)
  }
  return {
    flush,
    add: async (kind, place, record) => {
      let file = held.at(-1)
      if (file === undefined || file.path !== place.file || file.kind !== kind) {
        if (held.length >= maxHeld) await flush()
        file = createFile(kind, place, ++number)
        held.push(file)
      }
      addRecord(file, record)
    },
  }
}

function createFile(kind: RecordKind, place: VerifiedRecord, number: number): VerifiedFile {
  const { file: path, isBackup, bytes, bytesSha256 } = place
  const counts = { verified: 0, differing: 0, source: createDigest(), published: createDigest() }
  return { number, kind, path, isBackup, bytes, bytesSha256, ...counts }
}

function addRecord(file: VerifiedFile, record: RebuiltRecord): void {
  if (matchesSource(record)) file.verified++
  else file.differing++
  if (record.expected !== undefined) addToDigest(file.source, record.expected.sha256)
  if (record.sha256 !== undefined) addToDigest(file.published, record.sha256)
}
