import type { Database } from '../../database/connection.ts'
import type { ImportReport } from '../counts.ts'
import type { JobRejects } from '../job-reject.store.ts'
import { matchesSource, readBackGroups } from '../publish/rebuild-record.ts'
import { findChangedRoles } from '../publish/role.store.ts'
import type { TableColumns } from '../records/column.store.ts'
import { recordTypes } from '../records/kinds.ts'
import type { RecordKind } from '../records/record-type.ts'
import {
  findRestoreConflicts,
  type RestoredRecords,
  restoreLegacyRecords,
  restoreRecords,
} from './restore.store.ts'
import {
  countDependents,
  type DependentColumn,
  type Dependents,
  deleteRecords,
  deleteUndo,
  listPlaceholderOwners,
  listRevertedRecords,
  lockRecords,
  type PlaceholderOwner,
  type RevertedRecord,
} from './revert.store.ts'

/** The revert of one job, in an open transaction. */
export interface RevertContext {
  readonly trx: Database
  readonly ofJobId: string
  readonly columns: TableColumns
  /** The columns that may reference the records of each kind. */
  readonly dependents: ReadonlyMap<RecordKind, readonly DependentColumn[]>
  readonly rejects: JobRejects
  readonly report: ImportReport
  readonly signal: AbortSignal
}

/** Why a record can't be reverted. */
interface RevertConflict {
  readonly code: 'CHANGED_SINCE' | 'HAS_DEPENDENTS'
  readonly message: string
}

const pageSize = 1000

/** Reverts the job's records of one kind. Must be called for the kinds that reference it first. */
export async function revertKind(context: RevertContext, kind: RecordKind): Promise<void> {
  const { trx, ofJobId: jobId } = context
  // An owner has at most one default contract, so contracts that become the default again are restored last.
  const passes = kind === 'contracts' ? [false, true] : [false]
  for (const isDefaultBefore of passes) {
    let afterId: string | null = null
    for (;;) {
      const page = { jobId, kind, isDefaultBefore, afterId, limit: pageSize }
      const records: RevertedRecord[] = await listRevertedRecords(trx, page)
      const last = records.at(-1)
      if (last === undefined) break
      await revertPage(context, kind, records)
      afterId = last.id
    }
  }
}

async function revertPage(
  context: RevertContext,
  kind: RecordKind,
  records: readonly RevertedRecord[],
): Promise<void> {
  const { trx, report, signal } = context
  const ids = records.map(({ id }) => id)
  await lockRecords(trx, kind, ids)
  const conflicts = await findChanges(context, kind, records)
  const free = (isUpdate: boolean) =>
    records.filter((record) => record.isUpdate === isUpdate && !conflicts.has(record.id)).map(({ id }) => id)
  const removed = await remove(context, kind, free(false), conflicts)
  const restored = await restore(context, kind, free(true), conflicts)
  await saveConflicts(context, kind, records, conflicts)
  const counts = report.counts[kind]
  counts.read += records.length
  counts.removed += removed
  counts.restored += restored
  counts.rejected += conflicts.size
  report.recordsPublished += records.length
  signal.throwIfAborted()
}

/** Finds the records that are not as the job left them. An inserted record that is already deleted is not a conflict. */
async function findChanges(
  { trx, ofJobId, columns, signal }: RevertContext,
  kind: RecordKind,
  records: readonly RevertedRecord[],
): Promise<Map<string, RevertConflict>> {
  const changes = new Map<string, RevertConflict>()
  const ids = records.map(({ id }) => id)
  const updated = new Set(records.filter(({ isUpdate }) => isUpdate).map(({ id }) => id))
  for await (const group of readBackGroups(trx, recordTypes[kind], columns, ids)) {
    signal.throwIfAborted()
    for (const record of group) {
      const isDeleted = record.sha256 === undefined
      if (isDeleted && updated.has(record.id)) changes.set(record.id, deleted)
      if (!isDeleted && !matchesSource(record)) changes.set(record.id, changed)
    }
  }
  if (kind !== 'users') return changes
  for (const id of await findChangedRoles(trx, ofJobId, ids)) changes.set(id, roleChanged)
  return changes
}

const changed: RevertConflict = {
  code: 'CHANGED_SINCE',
  message: 'It has changed since the import, so it was not reverted.',
}
const deleted: RevertConflict = {
  code: 'CHANGED_SINCE',
  message: 'It was deleted after the import, so it was not restored.',
}
const roleChanged: RevertConflict = {
  code: 'CHANGED_SINCE',
  message: "The user's role has changed since the import, so the user was not reverted.",
}

/** Deletes the records that no remaining rows depend on, and adds the others to the conflicts. Returns the number deleted. */
async function remove(
  { trx, ofJobId: jobId, columns, dependents }: RevertContext,
  kind: RecordKind,
  ids: readonly string[],
  conflicts: Map<string, RevertConflict>,
): Promise<number> {
  const found = await countDependents(trx, dependents.get(kind) ?? [], ids)
  for (const [id, ofRecord] of Map.groupBy(found, (dependent) => dependent.id)) {
    conflicts.set(id, { code: 'HAS_DEPENDENTS', message: describeDependents(ofRecord) })
  }
  const removable = ids.filter((id) => !conflicts.has(id))
  if (removable.length > 0) await removeRecords(trx, { jobId, kind, ids: removable, columns })
  return removable.length
}

/** An earlier import's records that were deleted, and inserted again by this one, are deleted records again. */
async function removeRecords(trx: Database, records: RestoredRecords): Promise<void> {
  const { jobId, kind, ids } = records
  await deleteRecords(trx, kind, ids)
  await restoreLegacyRecords(trx, records)
  await deleteUndo(trx, jobId, kind, ids)
}

function describeDependents(dependents: readonly Dependents[]): string {
  const list = dependents.map(({ table, count }) => `${table} (${count})`)
  return `Rows that were created or changed since then depend on it: ${list.join(', ')}.`
}

/** Restores the records without a restore conflict, and adds the others to the conflicts. Returns the number restored. */
async function restore(
  { trx, ofJobId: jobId, columns }: RevertContext,
  kind: RecordKind,
  ids: readonly string[],
  conflicts: Map<string, RevertConflict>,
): Promise<number> {
  if (ids.length === 0) return 0
  for (const { id, message } of await findRestoreConflicts(trx, { jobId, kind, ids, columns })) {
    conflicts.set(id, { code: 'CHANGED_SINCE', message })
  }
  const restorable = ids.filter((id) => !conflicts.has(id))
  await restoreRecords(trx, { jobId, kind, ids: restorable, columns })
  await deleteUndo(trx, jobId, kind, restorable)
  return restorable.length
}

async function saveConflicts(
  { rejects }: RevertContext,
  kind: RecordKind,
  records: readonly RevertedRecord[],
  conflicts: ReadonlyMap<string, RevertConflict>,
): Promise<void> {
  for (const { id, file, line, offset, pointer } of records) {
    const conflict = conflicts.get(id)
    if (conflict !== undefined) await rejects.add({ kind, file, line, offset, pointer, ...conflict })
  }
}

/** Deletes the placeholder owners that the job created, unless they have changed or remaining rows depend on them. */
export async function revertPlaceholders(context: RevertContext): Promise<void> {
  const { trx, ofJobId, signal } = context
  let afterId: string | null = null
  for (;;) {
    const owners: PlaceholderOwner[] = await listPlaceholderOwners(trx, ofJobId, { afterId, limit: pageSize })
    const last = owners.at(-1)
    if (last === undefined) return
    await revertOwners(context, owners)
    signal.throwIfAborted()
    afterId = last.id
  }
}

async function revertOwners(
  { trx, ofJobId: jobId, columns, dependents, rejects, report }: RevertContext,
  owners: readonly PlaceholderOwner[],
): Promise<void> {
  const ids = owners.map(({ id }) => id)
  const found = await countDependents(trx, dependents.get('users') ?? [], ids)
  const dependentsById = Map.groupBy(found, ({ id }) => id)
  const removable: string[] = []
  for (const owner of owners) {
    const conflict = findOwnerConflict(owner, dependentsById.get(owner.id) ?? [])
    if (conflict === null) removable.push(owner.id)
    else await rejects.add({ kind: 'users', ...noPosition, ...conflict })
  }
  if (removable.length > 0) await removeRecords(trx, { jobId, kind: 'users', ids: removable, columns })
  const counts = report.counts.users
  counts.read += owners.length
  counts.removed += removable.length
  counts.rejected += owners.length - removable.length
}

/** A placeholder owner is in no file. */
const noPosition = { file: '', line: '0', offset: '0', pointer: '' } as const

function findOwnerConflict(
  { id, realUserJobId, isUntouched }: PlaceholderOwner,
  dependents: readonly Dependents[],
): RevertConflict | null {
  const outcome = `The placeholder owner ${id} was not deleted.`
  if (realUserJobId !== null) {
    const message = `${outcome} Import ${realUserJobId} has imported the real user. Revert that import first.`
    return { code: 'CHANGED_SINCE', message }
  }
  if (!isUntouched) return { code: 'CHANGED_SINCE', message: `${outcome} It has changed since the import.` }
  if (dependents.length === 0) return null
  return { code: 'HAS_DEPENDENTS', message: `${outcome} ${describeDependents(dependents)}` }
}
