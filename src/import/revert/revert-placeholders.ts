import { countDependents } from './dependent.store.ts'
import { describeDependents } from './revert.rules.ts'
import type { Reverting } from './revert-records.ts'
import { deleteRecords, listPlaceholderOwners, type PlaceholderOwner } from './reverted-record.store.ts'

const pageSize = 1000

/** Removes the owners that the job made up, when nothing else hangs on them and they are nobody yet. */
export async function revertPlaceholders(reverting: Reverting): Promise<void> {
  const { trx, ofJobId, signal } = reverting
  let afterId: string | null = null
  for (;;) {
    const owners: PlaceholderOwner[] = await listPlaceholderOwners(trx, ofJobId, { afterId, limit: pageSize })
    const last = owners.at(-1)
    if (last === undefined) return
    await revertPage(reverting, owners)
    signal.throwIfAborted()
    afterId = last.id
  }
}

async function revertPage(
  { trx, dependents, notes, report }: Reverting,
  owners: readonly PlaceholderOwner[],
): Promise<void> {
  const ids = owners.map(({ id }) => id)
  const found = await countDependents(trx, dependents.get('users') ?? [], ids)
  const dependentsById = Map.groupBy(found, ({ id }) => id)
  const removable: string[] = []
  for (const owner of owners) {
    const hindrance = explain(owner, dependentsById.get(owner.id) ?? [])
    if (hindrance === null) removable.push(owner.id)
    else await notes.add({ kind: 'users', ...nowhere, ...hindrance })
  }
  if (removable.length > 0) await deleteRecords(trx, 'users', removable)
  const counts = report.counts.users
  counts.read += owners.length
  counts.removed += removable.length
  counts.rejected += owners.length - removable.length
}

/** The owner stands in no file. */
const nowhere = { file: '', line: '0', offset: '0', pointer: '' } as const

function explain(owner: PlaceholderOwner, dependents: Parameters<typeof describeDependents>[0]) {
  const who = `The owner ${owner.id}, whom the import made up, stays.`
  if (owner.realUserJobId !== null) {
    const message = `${who} Import ${owner.realUserJobId} brought the real user; revert that one first.`
    return { code: 'CHANGED_SINCE', message }
  }
  if (!owner.isUntouched) return { code: 'CHANGED_SINCE', message: `${who} It was changed since.` }
  if (dependents.length === 0) return null
  return { code: 'HAS_DEPENDENTS', message: `${who} ${describeDependents(dependents)}` }
}
