import { hash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { ImportFailure } from './failure.ts'
import type { RecordKind } from './records/record-type.ts'

/** A row of `import_rejects` as it is copied. */
export interface RejectRow {
  readonly number: number
  readonly kind: string
  readonly file: string
  readonly line: number
  readonly byte_offset: number
  readonly pointer: string
  readonly code: string
  readonly message: string
  readonly raw: Buffer
  readonly raw_bytes: number
  readonly is_refusal: boolean
  readonly identity: Buffer
}

/** SHA-256 of everything that is stored of a reject, in hexadecimal. The same as `rejectDigest` of the stored row. */
export function digestReject(row: RejectRow): string {
  const { number, kind, file, line, byte_offset, pointer, code, message, raw_bytes } = row
  const position = [number, kind, file, line, byte_offset, pointer]
  const record = [row.identity.toString('hex'), hash('sha256', row.raw)]
  return hash('sha256', [...position, code, message, raw_bytes, row.is_refusal, ...record].join('\n'))
}

/** The digest of the row of `import_rejects`. */
export const rejectDigest: RawBuilder<Buffer> = sql`
  sha256(convert_to(concat_ws(E'\n', number, kind, file, line, byte_offset, pointer, code, message, raw_bytes,
    is_refusal::text, encode(identity, 'hex'), encode(sha256(raw), 'hex')), 'UTF8'))`

/**
 * Reads back rejects that were just written and compares them with what was written.
 * @throws ImportFailure VERIFICATION_FAILED
 */
export async function verifyCopiedRejects(
  db: Database,
  jobId: string,
  written: readonly RejectRow[],
): Promise<void> {
  const [first, last] = [written[0], written.at(-1)]
  if (first === undefined || last === undefined) return
  const { rows } = await sql<{ number: number; digest: string }>`
    select number, encode(${rejectDigest}, 'hex') as digest from import_rejects
    where job_id = ${jobId}::uuid and number between ${first.number} and ${last.number}`.execute(db)
  const stored = new Map(rows.map(({ number, digest }) => [number, digest]))
  const differing = written.find((row) => stored.get(row.number) !== digestReject(row))
  if (differing === undefined) return
  const { number, file, line } = differing
  throw new ImportFailure('VERIFICATION_FAILED', `First reject: number ${number} (${file}:${line}).`)
}

/** A saved reject that is not as it was written. */
export interface DamagedReject {
  readonly number: number
  readonly kind: RecordKind
  readonly file: string
  readonly line: string
  readonly offset: string
  readonly pointer: string
}

/** The next damaged rejects of the job, by number. Those of older imports have no digest. */
export async function listDamagedRejects(
  db: Database,
  jobId: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<DamagedReject[]> {
  const { rows } = await sql<DamagedReject>`
    select number, kind, file, line, byte_offset as "offset", pointer from import_rejects
    where job_id = ${jobId}::uuid and number > ${after} and digest <> ${rejectDigest}
    order by number limit ${limit}`.execute(db)
  return rows
}
