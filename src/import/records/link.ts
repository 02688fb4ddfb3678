import type { Selectable } from 'kysely'
import type { Database } from '../../database/connection.ts'
import type { DB } from '../../generated/database.ts'
import type { DecodedRecord } from '../staging/decode.ts'
import type { RecordRows, Rejection, Warning } from './record-type.ts'

export type OrphanPolicy = 'quarantine' | 'placeholder_owner'

/** A record whose rows point only at what is there. */
export interface Linked {
  readonly rows: RecordRows
  /** What was changed for that, beside the warnings that the record has already. */
  readonly warnings: readonly Warning[]
  /** An owner that has to be made for it. */
  readonly placeholder?: Selectable<DB['users']>
}

/** Links one record; asks nothing of the database any more. To be called in the order of the source. */
export type Link = (record: DecodedRecord) => Linked | Rejection

/** Looks up what the records of a batch point at, in a few statements whatever their number. */
export type PrepareLink = (
  db: Database,
  records: readonly DecodedRecord[],
  orphans: OrphanPolicy,
) => Promise<Link>
