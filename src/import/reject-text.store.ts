import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { RecordKind } from './stages/record.ts'

/** A reject with its bytes, or the first of them. */
export interface RejectWithBytes {
  readonly number: number
  readonly kind: RecordKind
  readonly file: string
  readonly line: number
  readonly offset: number
  readonly pointer: string
  readonly code: string
  readonly message: string
  /** Of the whole record. */
  readonly rawBytes: number
  readonly raw: Buffer
  /** False when it is the last one of the job. */
  readonly hasNext: boolean
}

export interface RejectRange {
  readonly jobId: string
  /** Only those with a higher number. */
  readonly after: number
  readonly first: number
  /** Of all of them together, but for the last one. */
  readonly maxBytes: number
  /** What is given of one record. */
  readonly maxBytesEach: number
}

/** The next rejects of a job, in the order of their numbers: as many as fit, at least one. */
export async function listRejectsWithBytes(db: Database, range: RejectRange): Promise<RejectWithBytes[]> {
  const { jobId, after, first, maxBytes, maxBytesEach } = range
  const given = sql`least(octet_length(raw), ${maxBytesEach}::integer)`
  const { rows } = await sql<RejectWithBytes>`
    select number, kind, file, line::float8 as line, byte_offset::float8 as "offset", pointer, code, message,
      raw_bytes::float8 as "rawBytes", substring(raw for ${maxBytesEach}::integer) as raw,
      "hasNext"
    from (
      select *, sum(${given}) over (order by number) - ${given} as bytes_before,
        row_number() over (order by number) as place, lead(number) over (order by number) is not null as "hasNext"
      from (
        select * from import_rejects where job_id = ${jobId}::uuid and number > ${after}
        order by number limit ${first + 1}
      ) as page
    ) as measured
    where bytes_before < ${maxBytes} and place <= ${first}
    order by number`.execute(db)
  return rows
}
