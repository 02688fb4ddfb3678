import { join } from 'node:path'
import type { Connection } from '../../src/database/connection.ts'
import { analysisRecords } from '../../src/import/records/analysis.ts'
import { chatMessageRecords } from '../../src/import/records/chat-message.ts'
import { chatSessionRecords } from '../../src/import/records/chat-session.ts'
import { contractRecords } from '../../src/import/records/contract.ts'
import { userRecords } from '../../src/import/records/user.ts'
import { isJsonObject } from '../../src/json/json-value.ts'
import { parseJson } from '../../src/json/parse.ts'
import { legacyDirectory } from '../fixtures/make-legacy.ts'
import { readLegacy, type Trap, type Tree } from '../fixtures/traps/trap.ts'
import { importTree } from '../support/imports.ts'
import { nodeAt, pathOf, readJson } from '../support/roundtrip-checker/json.ts'

const entities = [userRecords, contractRecords, analysisRecords, chatSessionRecords, chatMessageRecords]
const shownCharacters = 60

interface StoredRecord {
  readonly kind: string
  readonly id: string
  readonly file: string
  readonly pointer: string
  readonly offset: number
  readonly extra: Readonly<Record<string, object>>
  readonly hasRaw: boolean
}

interface StoredReject {
  readonly file: string
  readonly offset: number
  readonly bytes: number
  readonly code: string
}

/** The records, rejects and skipped paths of an import of one tree of the sample. */
export interface TreeOutcome {
  readonly records: readonly StoredRecord[]
  readonly rejects: readonly StoredReject[]
  readonly skipped: readonly { readonly path: string; readonly reason: string }[]
  /** The paths of documents. */
  readonly documents: readonly string[]
}

export async function importSample(connection: Connection, tree: Tree): Promise<TreeOutcome> {
  const job = await importTree(connection, join(legacyDirectory, tree))
  const { pool } = connection
  const records = await pool.query<StoredRecord>(`
    select kind, id, file, pointer, byte_offset::int as offset, extra, raw is not null as "hasRaw"
    from legacy_records`)
  const rejects = await pool.query<StoredReject>(`
    select file, byte_offset::int as offset, raw_bytes::int as bytes, code from import_rejects order by number`)
  const skipped = await pool.query(`select * from jsonb_to_recordset($1) as entry(path text, reason text)`, [
    JSON.stringify(job.skippedPaths),
  ])
  const documents = await pool.query<{ path: string }>('select path from legacy_documents')
  const paths = documents.rows.map(({ path }) => path)
  return { records: records.rows, rejects: rejects.rows, skipped: skipped.rows, documents: paths }
}

/** The outcome of a trap in one line: a row with the field's extra and warnings, a reject, a copy, or a skipped file. */
export function describeOutcome(trap: Trap, outcome: TreeOutcome): string {
  return trap.record === '' ? describeFile(trap, outcome) : describeRecord(trap, outcome)
}

function describeFile({ file }: Trap, { records, rejects, skipped, documents }: TreeOutcome): string {
  if (documents.includes(file)) return 'kept as a document'
  const path = skipped.find(({ path }) => path === file || (path.endsWith('/') && file.startsWith(path)))
  if (path !== undefined) return `not read: ${path.reason}`
  const count = records.filter((record) => record.file === file).length
  const codes = rejects.filter((reject) => reject.file === file).map(({ code }) => code)
  return [`${count} records`, ...codes.map((code) => `reject ${code}`)].join(', ')
}

function describeRecord(trap: Trap, { records, rejects }: TreeOutcome): string {
  const bytes = readLegacy(trap)
  const node = nodeAt(readJson(bytes), pathOf(trap.record))
  if (node === undefined) throw new Error(`${trap.file} has nothing at ${trap.record}.`)
  const reject = rejects.find(
    ({ file, offset, bytes: length }) =>
      file === trap.file && offset <= node.start && node.start < offset + length,
  )
  if (reject !== undefined) return `reject ${reject.code}`
  const record = records.find(({ file, offset }) => file === trap.file && offset === node.start)
  if (record === undefined) return describeCopy(trap, records)
  const warnings = listWarnings(trap, record.kind, bytes.toString('utf8', node.start, node.end))
  return [...describeStored(trap, record), ...warnings].join(', ')
}

function describeCopy({ id }: Trap, records: readonly StoredRecord[]): string {
  const other = records.find((record) => record.id === id?.toLowerCase())
  return other === undefined
    ? 'lost'
    : `skipped for ${other.file.replace(/users\/[^/]+/, 'users/*')}${other.pointer}`
}

function describeStored({ field }: Trap, { extra, hasRaw }: StoredRecord): string[] {
  const stored = Object.entries(extra)
    .filter(([pointer]) => isRelated(pointer, field))
    .map(([pointer, change]) => `extra ${pointer} ${cut(JSON.stringify(change))}`)
  return ['row', ...(hasRaw ? ['raw bytes'] : []), ...stored]
}

function listWarnings({ field }: Trap, kind: string, text: string): string[] {
  const entity = entities.find((one) => one.kind === kind)
  const record = parseJson(text)
  if (entity === undefined || !isJsonObject(record)) return []
  const decoded = entity.decode(entity.conceal(record), { ownerId: null, key: null })
  if (!('rows' in decoded)) return []
  const codes = decoded.warnings.filter(({ pointer }) => isRelated(pointer, field)).map(({ code }) => code)
  return [...new Set(codes)].map((code) => `warning ${code}`)
}

/** Whether one pointer is equal to, above or below the other. */
function isRelated(pointer: string, field: string): boolean {
  return field !== '' && (`${pointer}/`.startsWith(`${field}/`) || `${field}/`.startsWith(`${pointer}/`))
}

function cut(text: string): string {
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text
}
