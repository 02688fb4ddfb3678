import { isUtf8 } from 'node:buffer'
import type pg from 'pg'
import type { Kind } from './columns.ts'
import { createLeafFinder, digestOf, instantOf } from './find-leaf.ts'
import { childrenOf, type JsonNode, leavesOf, pointerOf, readJson, textAt } from './json.ts'
import {
  readSourceFiles,
  readUnrejected,
  type SourceFile,
  type SourceRecord,
  type Stretch,
} from './source-records.ts'
import { readStored, type Stored, type StoredRecord } from './stored-records.ts'

/** A value of the source that the database does not have. */
export interface LostLeaf {
  readonly kind: Kind
  readonly file: string
  /** Bytes before the record, or before the lost stretch, in its file. */
  readonly offset: number
  readonly id: string | undefined
  /** Within the record; undefined for bytes that belong to no record. */
  readonly pointer: string | undefined
  /** The value as written in the file, truncated if long. */
  readonly text: string
}

export interface RoundtripReport {
  readonly lost: readonly LostLeaf[]
  /** Leaves by where they were found. A rejected stretch that isn't valid JSON counts as one. */
  readonly found: Readonly<Record<'columns' | 'extra' | 'raw' | 'rejects', number>>
  /** Records in backups whose stored version is as new or newer. */
  readonly superseded: number
}

interface Tally {
  readonly lost: LostLeaf[]
  readonly found: Record<keyof RoundtripReport['found'], number>
  superseded: number
}

const shownCharacters = 80

/**
 * Checks that an import lost nothing of a legacy tree. It reads the source and the tables itself, shares no code with
 * the importer, and looks for each leaf of each record in the record's rows and their child rows, in its extra, in its
 * raw bytes if it has a duplicate key, or in a reject of the same bytes.
 */
export async function checkRoundtrip(pool: pg.Pool, directory: string): Promise<RoundtripReport> {
  const tally: Tally = { lost: [], found: { columns: 0, extra: 0, raw: 0, rejects: 0 }, superseded: 0 }
  const stored = await readStored(pool)
  for (const file of await readSourceFiles(directory)) checkFile(file, stored, tally)
  return tally
}

function checkFile(file: SourceFile, stored: Stored, tally: Tally): void {
  const rejects = exactRejects(file, stored)
  for (const reject of rejects)
    tally.found.rejects += countLeaves(file.bytes.subarray(reject.start, reject.end))
  const { records, lost } = readUnrejected(file.bytes, rejects)
  for (const stretch of lost)
    tally.lost.push({ ...lostBytes(file, stretch), id: undefined, pointer: undefined })
  for (const record of records) checkRecord(file, record, stored, tally)
}

/**
 * The rejected stretches whose raw bytes equal the file's, and in a backup also those that equal a reject of another file.
 * A reject with other bytes is ignored.
 */
function exactRejects(file: SourceFile, stored: Stored): Stretch[] {
  const own = stored
    .rejectsOf(file.path)
    .map(({ offset, raw }) => ({ start: offset, end: offset + raw.length, raw }))
    .filter(({ start, end, raw }) => raw.length > 0 && file.bytes.subarray(start, end).equals(raw))
  return file.isBackup ? [...own, ...copiedRejects(file, stored)] : own
}

/** Shorter bytes may be equal by chance. */
const minCopiedBytes = 4

function copiedRejects({ kind, bytes }: SourceFile, stored: Stored): Stretch[] {
  const stretches: Stretch[] = []
  for (const { raw } of stored.rejectsOfKind(kind)) {
    if (raw.length < minCopiedBytes) continue
    for (let start = bytes.indexOf(raw); start >= 0; start = bytes.indexOf(raw, start + raw.length)) {
      const end = start + raw.length
      if (!isWithinValue(bytes, start, end)) stretches.push({ start, end })
    }
  }
  return stretches
}

/** Whether the bytes are only the beginning of a whole value: a reject of a truncated record is no copy of it. */
function isWithinValue(bytes: Buffer, start: number, end: number): boolean {
  try {
    return readJson(bytes, start).end > end
  } catch {
    return false
  }
}

function countLeaves(bytes: Buffer): number {
  try {
    return [...leavesOf(readJson(bytes))].length
  } catch {
    return 1
  }
}

function checkRecord(file: SourceFile, source: SourceRecord, stored: Stored, tally: Tally): void {
  const id = textAt(source.node, ['id']) ?? source.key
  const record = stored.find(file.kind, file.path, source.start, id)
  const bytes = file.bytes.subarray(source.start, source.end)
  const leaves = [...leavesOf(source.node)]
  if (record?.raw?.equals(withoutKey(bytes, source.node)) && isAmbiguous(source.node)) {
    tally.found.raw += leaves.length
    return
  }
  const find = record && isUtf8(bytes) ? createLeafFinder(file.kind, source.node, record) : () => undefined
  const places = leaves.map((leaf) => ({ leaf, place: find(leaf) }))
  const isLost = places.some(({ place }) => place === undefined)
  if (isLost && record && isSuperseded(file, source.node, record)) {
    tally.superseded++
    return
  }
  for (const { leaf, place } of places) {
    if (place !== undefined) tally.found[place]++
    else
      tally.lost.push({
        ...lostBytes(file, leaf.node),
        offset: source.start,
        id,
        pointer: pointerOf(leaf.path),
      })
  }
}

/** The bytes with the API key replaced by its digest: the key itself is never stored. */
function withoutKey(bytes: Buffer, record: JsonNode): Buffer {
  const key = textAt(record, ['apiKey'])
  if (!key) return bytes
  return Buffer.from(bytes.toString('utf8').replaceAll(JSON.stringify(key), JSON.stringify(digestOf(key))))
}

/** Whether an object has a duplicate key. JSON doesn't define which of the values counts. */
function isAmbiguous(root: JsonNode): boolean {
  const waiting = [root]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const children = childrenOf(node)
    if (new Set(children.map(([key]) => key)).size < children.length) return true
    for (const [, child] of children) waiting.push(child)
  }
  return false
}

/** Whether a backup's record was stored from another file in a version that is as new or newer. */
function isSuperseded(file: SourceFile, record: JsonNode, stored: StoredRecord): boolean {
  const isElsewhere = file.isBackup && stored.file !== file.path
  return isElsewhere && changedAt(record) <= changedAt(ownRow(file.kind, stored))
}

function ownRow(kind: Kind, stored: StoredRecord): JsonNode | undefined {
  return stored.rows.get(kind)?.[0]
}

/** Milliseconds since 1970, the precision of the columns; 0 without a time. */
function changedAt(node: JsonNode | undefined): number {
  const text = textAt(node, ['updatedAt']) ?? textAt(node, ['updated_at']) ?? ''
  return Math.floor(Number.parseFloat(instantOf(text) ?? '0') * 1000)
}

function lostBytes(
  file: SourceFile,
  { start, end }: Stretch,
): Pick<LostLeaf, 'kind' | 'file' | 'offset' | 'text'> {
  const text = file.bytes.toString('utf8', start, Math.min(end, start + shownCharacters))
  return { kind: file.kind, file: file.path, offset: start, text }
}
