import { crc32 } from 'node:zlib'
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl'
import { type ArchiveEntry, refuseArchive } from './archive-entry.ts'

const unixHost = 3
const typeMask = 0o170000
const unixTypes: ReadonlyMap<number, ArchiveEntry['type']> = new Map([
  // Some writers set permissions alone.
  [0, 'file'],
  [0o100000, 'file'],
  [0o040000, 'folder'],
  [0o120000, 'link'],
])

/**
 * The entries of a zip archive, in the order of its directory.
 * @throws AppError BAD_USER_INPUT for what is damaged, encrypted or compressed in an unusual way.
 */
export async function* readZip(path: string): AsyncGenerator<ArchiveEntry, void> {
  // Names are looked at by who writes them: an unsafe one is no reason to leave all others.
  const zip = await openPromise(path, { autoClose: false, decodeStrings: false }).catch(refuseDamaged)
  try {
    const entries = zip.eachEntry()
    for (;;) {
      const next = await entries.next().catch(refuseDamaged)
      if (next.done === true) return
      yield describeEntry(zip, next.value)
    }
  } finally {
    zip.close()
  }
}

function describeEntry(zip: ZipFile, entry: Entry): ArchiveEntry {
  const path = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true)
  return {
    path,
    type: path.endsWith('/') ? 'folder' : findType(entry),
    modifiedAt: entry.getLastModDate(),
    content: readContent(zip, entry),
  }
}

function findType({ versionMadeBy, externalFileAttributes }: Entry): ArchiveEntry['type'] {
  if (versionMadeBy >> 8 !== unixHost) return 'file'
  return unixTypes.get((externalFileAttributes >>> 16) & typeMask) ?? 'other'
}

async function* readContent(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer, void> {
  let checksum = 0
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      checksum = crc32(chunk, checksum)
      yield chunk
    }
  } catch (error) {
    refuseDamaged(error)
  }
  if (checksum !== entry.crc32) refuseDamaged(new Error('a checksum is another'))
}

function refuseDamaged(error: unknown): never {
  const what = error instanceof Error ? error.message : String(error)
  throw refuseArchive(`it can't be read (${what}). Unpack what can be, and import the folder`, error)
}
