import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Kind, kinds } from './columns.ts'
import { JsonDamage, type JsonNode, type ObjectNode, readJson } from './json.ts'

/** One file of the source that has records of a kind. */
export interface SourceFile {
  readonly kind: Kind
  /** Relative to the tree, with `/`. */
  readonly path: string
  readonly isBackup: boolean
  readonly bytes: Buffer
}

const name = /^(users|contracts|analyses|chat_sessions|chat_messages)\.json(\.backup\d*)?$/

/** Every file of the tree that holds records: beside users.json, and in the folders below users/. */
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

/** A record that no reject accounts for, with its key where the file is an object keyed by id. */
export interface SourceRecord extends Stretch {
  readonly node: ObjectNode
  readonly key: string | undefined
}

interface Unrejected {
  readonly records: readonly SourceRecord[]
  /** Bytes that are neither a record, nor what stands between records, nor rejected. */
  readonly lost: readonly Stretch[]
}

/**
 * What of a file is left when its rejects are taken out. Knows no layout: a list, an object keyed by id and one
 * record a line all are records with something between them, and so is what follows a damaged stretch.
 */
export function readUnrejected(bytes: Buffer, rejects: readonly Stretch[]): Unrejected {
  const left: Left = { records: [], lost: [] }
  let at = bytes.subarray(0, 3).equals(Buffer.from('\ufeff')) ? 3 : 0
  for (const { start, end } of rejects.toSorted((one, other) => one.start - other.start)) {
    readStretch(bytes.subarray(0, start), at, left)
    at = Math.max(at, end)
  }
  readStretch(bytes, at, left)
  return left
}

interface Left {
  readonly records: SourceRecord[]
  readonly lost: Stretch[]
}

/** Reads from `start` to the end of `bytes`. */
function readStretch(bytes: Buffer, start: number, left: Left): void {
  let at = start
  let key: string | undefined
  while (at < bytes.length) {
    const value = tryRead(bytes, at)
    if (value?.type === 'object' && !isKeyed(value)) {
      if (!isEmptyFile(bytes, value)) left.records.push({ node: value, key, start: at, end: value.end })
      key = undefined
      at = value.end
    } else if (value?.type === 'string' && isKey(bytes, value)) {
      key = value.value
      at = value.end
    } else if (between.test(String.fromCharCode(bytes[at] ?? 0))) {
      at++
    } else {
      left.lost.push({ start: at, end: bytes.length })
      return
    }
  }
}

/** What may stand around records; the braces and the colon are those of an object keyed by id. */
const between = /[ \t\r\n,:[\]{}]/

/** The object or the string that starts at this byte, if there is a whole one. */
function tryRead(bytes: Buffer, at: number): JsonNode | undefined {
  if (bytes[at] !== 0x7b && bytes[at] !== 0x22) return undefined
  try {
    return readJson(bytes, at)
  } catch (error) {
    if (error instanceof JsonDamage) return undefined
    throw error
  }
}

/** An object of objects: its members are the records. */
function isKeyed({ members }: ObjectNode): boolean {
  return members.length > 0 && members.every(([, member]) => member.type === 'object')
}

/** A file that is nothing but `{}` has no record. */
function isEmptyFile(bytes: Buffer, { members, start, end }: ObjectNode): boolean {
  if (members.length > 0) return false
  return `${bytes.toString('latin1', 0, start)}${bytes.toString('latin1', end)}`.trim() === ''
}

function isKey(bytes: Buffer, { end }: JsonNode): boolean {
  return /^[ \t\r\n]*:/.test(bytes.toString('latin1', end, end + 100))
}
