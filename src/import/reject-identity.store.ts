import { hash } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { RecordKind } from './records/record-type.ts'

/** The parts of a reject that are the same in copies. */
interface RejectContent {
  readonly position: { readonly kind: RecordKind }
  readonly raw: Buffer
  /** Larger than `raw.length` if only the beginning is kept. */
  readonly rawBytes: number
}

/** The same for equal rejects in any file. 64 hexadecimal digits. */
export function identifyReject({ position: { kind }, raw, rawBytes }: RejectContent): string {
  return hash('sha256', Buffer.concat([Buffer.from(`${kind} ${rawBytes} `), raw]))
}

/** A reject that may have copies in other files. */
interface KnownReject {
  readonly identity: string
  readonly file: string
}

/** The saved rejects of the job that are equal to these, with their files. */
export async function findEqualRejects(
  db: Database,
  jobId: string,
  rejects: readonly RejectContent[],
): Promise<Map<string, Set<string>>> {
  const identities = [...new Set(rejects.map(identifyReject))]
  const { rows } = await sql<KnownReject>`
    select distinct encode(identity, 'hex') as identity, file from import_rejects
    where job_id = ${jobId}::uuid and not is_refusal
      and identity = any(array(select decode(digits, 'hex') from unnest(${identities}::text[]) as digits))`.execute(
    db,
  )
  const files = new Map<string, Set<string>>()
  for (const { identity, file } of rows) files.set(identity, (files.get(identity) ?? new Set()).add(file))
  return files
}
