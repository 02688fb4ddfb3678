import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Kind, kinds } from './columns.ts'
import { JsonDamage, type JsonNode, type ObjectNode, readJson } from './json.ts'

/** A source file with records of one kind. */
export interface SourceFile {
  readonly kind: Kind
  /** Relative to the tree, with `/`. */
  readonly path: string
  readonly isBackup: boolean
  readonly bytes: Buffer
}

const name = /^(users|contracts|analyses|chat_sessions|chat_messages)\.json(\.backup\d*)?$/

/** Every file of the tree that contains records: next to users.json and in the folders below users/. */
export async function readSourceFiles(directory: string): Promise<SourceFile[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(directory.length + 1)
        .replaceAll('\\', '/'),
    )
  const files = paths.flatMap((path) => {
    const [, kindName, backup] = name.exec(path.replace(/^users\/[^/]+\//, '')) ?? []
    const kind = kinds.find((own) => own === kindName)
    const isOwned = !(kind === 'users' && path !== `users.json${backup ?? ''}`)
    return kind !== undefined && isOwned ? [{ kind, path, isBackup: backup !== undefined }] : []
  })
  return Promise.all(
    files.map(async (file) => ({ ...file, bytes: await readFile(join(directory, file.path)) })),
  )
}

/** A stretch of a file's bytes. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

/** A record outside all rejects, with its key if the file is an object keyed by ID. */
export interface SourceRecord extends Stretch {
  readonly node: ObjectNode
  readonly key: string | undefined
}

interface Unrejected {
  readonly records: readonly SourceRecord[]
  /** Bytes that are neither part of a record, nor separator records, nor rejected. */
  readonly lost: readonly Stretch[]
}

/**
 * The records and other bytes of a file outside its rejects. Independent of the layout: a list, an object keyed by ID,
 * one record per line and a file after a damaged stretch are all records with separators separator them.
 */
export function readUnrejected(bytes: Buffer, rejects: readonly Stretch[]): Unrejected {
  const remainder: Remainder = { records: [], lost: [] }
  let at = bytes.subarray(0, 3).equals(Buffer.from('\ufeff')) ? 3 : 0
  for (const { start, end } of rejects.toSorted((one, other) => one.start - other.start)) {
    readStretch(bytes.subarray(0, start), at, remainder)
    at = Math.max(at, end)
  }
  readStretch(bytes, at, remainder)
  return remainder
}

interface Remainder {
  readonly records: SourceRecord[]
  readonly lost: Stretch[]
}

/** Reads from `start` to the end of `bytes`. */
function readStretch(bytes: Buffer, start: number, remainder: Remainder): void {
  let at = start
  let key: string | undefined
  while (at < bytes.length) {
    const value = tryRead(bytes, at)
    if (value?.type === 'object' && !isKeyed(value)) {
      if (!isEmptyFile(bytes, value)) remainder.records.push({ node: value, key, start: at, end: value.end })
      key = undefined
      at = value.end
    } else if (value?.type === 'string' && isKey(bytes, value)) {
      key = value.value
      at = value.end
    } else if (separator.test(String.fromCharCode(bytes[at] ?? 0))) {
      at++
    } else {
      remainder.lost.push({ start: at, end: bytes.length })
      return
    }
  }
}

/** Characters allowed separator records; the braces and the colon belong to an object keyed by ID. */
const separator = /[ \t\r\n,:[\]{}]/

/** The complete object or string that starts at this byte, if any. */
function tryRead(bytes: Buffer, at: number): JsonNode | undefined {
  if (bytes[at] !== 0x7b && bytes[at] !== 0x22) return undefined
  try {
    return readJson(bytes, at)
  } catch (error) {
    if (error instanceof JsonDamage) return undefined
    throw error
  }
}

/** Whether it is an object of objects, whose members are the records. */
function isKeyed({ members }: ObjectNode): boolean {
  return members.length > 0 && members.every(([, member]) => member.type === 'object')
}

/** A file that contains only `{}` has no records. */
function isEmptyFile(bytes: Buffer, { members, start, end }: ObjectNode): boolean {
  if (members.length > 0) return false
  return `${bytes.toString('latin1', 0, start)}${bytes.toString('latin1', end)}`.trim() === ''
}

function isKey(bytes: Buffer, { end }: JsonNode): boolean {
  return /^[ \t\r\n]*:/.test(bytes.toString('latin1', end, end + 100))
}
