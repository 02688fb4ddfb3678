import type { Database } from '../../database/connection.ts'
import { matchesSource } from '../publish/rebuild-record.ts'
import { recordTypes } from '../records/kinds.ts'
import type { RecordKind } from '../records/record-type.ts'
import type { JobRejects } from '../reject.store.ts'
import type { ImportReport } from '../report/counts.ts'
import type { TableColumns } from '../staging/column.store.ts'
import { readBackGroups } from '../verify/read-back.ts'
import { findRestoreConflicts, restoreRecords } from './restore.store.ts'
import {
  countDependents,
  type DependentColumn,
  type Dependents,
  deleteRecords,
  deleteUndo,
  findChangedRoles,
  listPlaceholderOwners,
  listRevertedRecords,
  lockRecords,
  type PlaceholderOwner,
  type RevertedRecord,
} from './revert.store.ts'

/** The taking back of one job, in an open transaction. */
export interface RevertContext {
  readonly trx: Database
  readonly ofJobId: string
  /** Of the tables. */
  readonly columns: TableColumns
  /** By kind, what may hang on its records. */
  readonly dependents: ReadonlyMap<RecordKind, readonly DependentColumn[]>
  readonly notes: JobRejects
  readonly report: ImportReport
  readonly signal: AbortSignal
}

/** Why a record stays as it is. */
interface RevertConflict {
  readonly code: 'CHANGED_SINCE' | 'HAS_DEPENDENTS'
  readonly message: string
}

const pageSize = 1000

/** Takes back the job's records of one kind. The kinds that refer to it come before it. */
export async function revertKind(reverting: RevertContext, kind: RecordKind): Promise<void> {
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
  reverting: RevertContext,
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
  await saveConflicts(reverting, kind, records, hindrances)
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
      const isGone = record.sha256 === undefined
      if (isGone && updated.has(record.id)) changes.set(record.id, gone)
      if (!isGone && !matchesSource(record)) changes.set(record.id, changed)
    }
  }
  if (kind !== 'users') return changes
  for (const id of await findChangedRoles(trx, ofJobId, ids)) changes.set(id, roleChanged)
  return changes
}

const changed: RevertConflict = {
  code: 'CHANGED_SINCE',
  message: 'It was changed since the import, and stays as it is.',
}
const gone: RevertConflict = {
  code: 'CHANGED_SINCE',
  message: 'It was deleted since the import, and stays deleted.',
}
const roleChanged: RevertConflict = {
  code: 'CHANGED_SINCE',
  message: 'The user was given another role since the import, and stays.',
}

/** Returns how many were removed; adds those that others hang on to the hindrances. */
async function remove(
  { trx, dependents }: RevertContext,
  kind: RecordKind,
  ids: readonly string[],
  hindrances: Map<string, RevertConflict>,
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
  { trx, ofJobId: jobId, columns }: RevertContext,
  kind: RecordKind,
  ids: readonly string[],
  hindrances: Map<string, RevertConflict>,
): Promise<number> {
  if (ids.length === 0) return 0
  for (const { id, message } of await findRestoreConflicts(trx, { jobId, kind, ids, columns })) {
    hindrances.set(id, { code: 'CHANGED_SINCE', message })
  }
  const restorable = ids.filter((id) => !hindrances.has(id))
  await restoreRecords(trx, { jobId, kind, ids: restorable, columns })
  await deleteUndo(trx, jobId, kind, restorable)
  return restorable.length
}

async function saveConflicts(
  { notes }: RevertContext,
  kind: RecordKind,
  records: readonly RevertedRecord[],
  hindrances: ReadonlyMap<string, RevertConflict>,
): Promise<void> {
  for (const { id, file, line, offset, pointer } of records) {
    const hindrance = hindrances.get(id)
    if (hindrance !== undefined) await notes.add({ kind, file, line, offset, pointer, ...hindrance })
  }
}

const ownersPerPage = 1000

/** Removes the owners that the job made up, when nothing else hangs on them and they are nobody yet. */
export async function revertPlaceholders(reverting: RevertContext): Promise<void> {
  const { trx, ofJobId, signal } = reverting
  let afterId: string | null = null
  for (;;) {
    const owners: PlaceholderOwner[] = await listPlaceholderOwners(trx, ofJobId, {
      afterId,
      limit: ownersPerPage,
    })
    const last = owners.at(-1)
    if (last === undefined) return
    await revertOwners(reverting, owners)
    signal.throwIfAborted()
    afterId = last.id
  }
}

async function revertOwners(
  { trx, dependents, notes, report }: RevertContext,
  owners: readonly PlaceholderOwner[],
): Promise<void> {
  const ids = owners.map(({ id }) => id)
  const found = await countDependents(trx, dependents.get('users') ?? [], ids)
  const dependentsById = Map.groupBy(found, ({ id }) => id)
  const removable: string[] = []
  for (const owner of owners) {
    const hindrance = explainConflict(owner, dependentsById.get(owner.id) ?? [])
    if (hindrance === null) removable.push(owner.id)
    else await notes.add({ kind: 'users', ...noPlace, ...hindrance })
  }
  if (removable.length > 0) await deleteRecords(trx, 'users', removable)
  const counts = report.counts.users
  counts.read += owners.length
  counts.removed += removable.length
  counts.rejected += owners.length - removable.length
}

/** The owner stands in no file. */
const noPlace = { file: '', line: '0', offset: '0', pointer: '' } as const

function explainConflict(owner: PlaceholderOwner, dependents: Parameters<typeof describeDependents>[0]) {
  const who = `The owner ${owner.id}, whom the import made up, stays.`
  if (owner.realUserJobId !== null) {
    const message = `${who} Import ${owner.realUserJobId} brought the real user; revert that one first.`
    return { code: 'CHANGED_SINCE', message }
  }
  if (!owner.isUntouched) return { code: 'CHANGED_SINCE', message: `${who} It was changed since.` }
  if (dependents.length === 0) return null
  return { code: 'HAS_DEPENDENTS', message: `${who} ${describeDependents(dependents)}` }
}

/** What stays because of what, in a sentence. */
function describeDependents(dependents: readonly Pick<Dependents, 'table' | 'count'>[]): string {
  const list = dependents.map(({ table, count }) => `${count} of ${table}`)
  return `Rows that stay need it: ${list.join(', ')}. They were made or changed since.`
}
