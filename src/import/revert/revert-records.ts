import type { Database } from '../../database/connection.ts'
import { kinds } from '../kinds.ts'
import type { RejectNotes } from '../reject-notes.ts'
import type { ImportReport } from '../report.ts'
import type { TableColumns } from '../stages/column.store.ts'
import type { RecordKind } from '../stages/record.ts'
import { isProven } from '../stages/verify-records.ts'
import { readBackGroups } from '../verify/read-back-groups.ts'
import { countDependents, type DependentColumn } from './dependent.store.ts'
import { findObstacles } from './obstacle.store.ts'
import { restoreRecords } from './restore.store.ts'
import { describeDependents } from './revert.rules.ts'
import {
  deleteRecords,
  deleteUndo,
  findChangedRoles,
  listRevertedRecords,
  lockRecords,
  type RevertedRecord,
} from './reverted-record.store.ts'

/** The taking back of one job, in an open transaction. */
export interface Reverting {
  readonly trx: Database
  readonly ofJobId: string
  /** Of the tables. */
  readonly columns: TableColumns
  /** By kind, what may hang on its records. */
  readonly dependents: ReadonlyMap<RecordKind, readonly DependentColumn[]>
  readonly notes: RejectNotes
  readonly report: ImportReport
  readonly signal: AbortSignal
}

/** Why a record stays as it is. */
interface Hindrance {
  readonly code: 'CHANGED_SINCE' | 'HAS_DEPENDENTS'
  readonly message: string
}

const pageSize = 1000

/** Takes back the job's records of one kind. The kinds that refer to it come before it. */
export async function revertKind(reverting: Reverting, kind: RecordKind): Promise<void> {
  const passes = kind === 'contracts' ? [false, true] : [false]
  for (const isDefaultBefore of passes) {
    let afterId: string | null = null
    for (;;) {
      const { trx, ofJobId: jobId } = reverting
      const page = { jobId, kind, isDefaultBefore, afterId, limit: pageSize }
      const records: RevertedRecord[] = await listRevertedRecords(trx, page)
      const last = records.at(-1)
      if (last === undefined) break
      await revertPage(reverting, kind, records)
      afterId = last.id
    }
  }
}

async function revertPage(
  reverting: Reverting,
  kind: RecordKind,
  records: readonly RevertedRecord[],
): Promise<void> {
  const { trx, report, signal } = reverting
  await lockRecords(
    trx,
    kind,
    records.map(({ id }) => id),
  )
  const hindrances = await findChanges(reverting, kind, records)
  const free = (isUpdate: boolean) =>
    records.filter((record) => record.isUpdate === isUpdate && !hindrances.has(record.id)).map(({ id }) => id)
  const removed = await remove(reverting, kind, free(false), hindrances)
  const restored = await restore(reverting, kind, free(true), hindrances)
  await noteHindrances(reverting, kind, records, hindrances)
  const counts = report.counts[kind]
  counts.read += records.length
  counts.removed += removed
  counts.restored += restored
  counts.rejected += hindrances.size
  report.recordsPublished += records.length
  signal.throwIfAborted()
}

/** The records that are not as the job left them. One whose rows are gone has nothing left to be removed. */
async function findChanges(
  { trx, ofJobId, columns, signal }: Reverting,
  kind: RecordKind,
  records: readonly RevertedRecord[],
): Promise<Map<string, Hindrance>> {
  const changes = new Map<string, Hindrance>()
  const ids = records.map(({ id }) => id)
  const updated = new Set(records.filter(({ isUpdate }) => isUpdate).map(({ id }) => id))
  for await (const group of readBackGroups(trx, kinds[kind].entity, columns, ids)) {
    signal.throwIfAborted()
    for (const record of group) {
      const isGone = record.sha256 === undefined
      if (isGone && updated.has(record.id)) changes.set(record.id, gone)
      if (!isGone && !isProven(record)) changes.set(record.id, changed)
    }
  }
  if (kind !== 'users') return changes
  for (const id of await findChangedRoles(trx, ofJobId, ids)) changes.set(id, roleChanged)
  return changes
}

const changed: Hindrance = {
  code: 'CHANGED_SINCE',
  message: 'It was changed since the import, and stays as it is.',
}
const gone: Hindrance = {
  code: 'CHANGED_SINCE',
  message: 'It was deleted since the import, and stays deleted.',
}
const roleChanged: Hindrance = {
  code: 'CHANGED_SINCE',
  message: 'The user was given another role since the import, and stays.',
}

/** Returns how many were removed; adds those that others hang on to the hindrances. */
async function remove(
  { trx, dependents }: Reverting,
  kind: RecordKind,
  ids: readonly string[],
  hindrances: Map<string, Hindrance>,
): Promise<number> {
  const found = await countDependents(trx, dependents.get(kind) ?? [], ids)
  for (const [id, ofRecord] of Map.groupBy(found, (dependent) => dependent.id)) {
    hindrances.set(id, { code: 'HAS_DEPENDENTS', message: describeDependents(ofRecord) })
  }
  const removable = ids.filter((id) => !hindrances.has(id))
  if (removable.length > 0) await deleteRecords(trx, kind, removable)
  return removable.length
}

/** Returns how many were restored; adds those whose place is taken to the hindrances. */
async function restore(
  { trx, ofJobId: jobId, columns }: Reverting,
  kind: RecordKind,
  ids: readonly string[],
  hindrances: Map<string, Hindrance>,
): Promise<number> {
  if (ids.length === 0) return 0
  for (const { id, message } of await findObstacles(trx, { jobId, kind, ids, columns })) {
    hindrances.set(id, { code: 'CHANGED_SINCE', message })
  }
  const restorable = ids.filter((id) => !hindrances.has(id))
  await restoreRecords(trx, { jobId, kind, ids: restorable, columns })
  await deleteUndo(trx, jobId, kind, restorable)
  return restorable.length
}

async function noteHindrances(
  { notes }: Reverting,
  kind: RecordKind,
  records: readonly RevertedRecord[],
  hindrances: ReadonlyMap<string, Hindrance>,
): Promise<void> {
  for (const { id, file, line, offset, pointer } of records) {
    const hindrance = hindrances.get(id)
    if (hindrance !== undefined) await notes.add({ kind, file, line, offset, pointer, ...hindrance })
  }
}
