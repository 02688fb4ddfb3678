import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { constants, crc32, deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { Header } from 'tar'
import { onTestFinished } from 'vitest'
import {
  archiveLimits,
  extractArchive,
  type SkippedEntries,
} from '../../src/import/source/extract-archive.ts'
import type { ArchiveLimits } from '../../src/import/source/read-archive.ts'

/** An entry that may be malicious. */
export interface ArchiveEntry {
  readonly path: string
  readonly content?: string | Buffer
  readonly type?: 'File' | 'Directory' | 'SymbolicLink' | 'Link' | 'CharacterDevice' | 'FIFO'
  readonly linkpath?: string
}

export const archivedAt = new Date('2024-02-29T12:34:56Z')

const blockBytes = 512
/** The end-of-archive marker. */
const tarEnd = Buffer.alloc(2 * blockBytes)

/** Creates a tar archive without checking the entries. */
export function makeTar(entries: readonly ArchiveEntry[]): Buffer {
  return Buffer.concat([...entries.flatMap(makeTarEntry), tarEnd])
}

function makeTarEntry({ path, content = '', type = 'File', linkpath = '' }: ArchiveEntry): Buffer[] {
  const bytes = Buffer.from(content)
  const block = Buffer.alloc(blockBytes)
  new Header({ path, type, linkpath, size: bytes.length, mtime: archivedAt, mode: 0o777 }).encode(block, 0)
  const padding = (blockBytes - (bytes.length % blockBytes)) % blockBytes
  return [block, bytes, Buffer.alloc(padding)]
}

const unixModes = {
  File: 0o100644,
  Directory: 0o040755,
  SymbolicLink: 0o120777,
  Link: 0o100644,
  CharacterDevice: 0o020600,
  FIFO: 0o010600,
}
const zipVersions = { unix: 0x0314, deflate: 8, needed: 20 }
const dosTime = (12 << 11) | (34 << 5) | (56 >> 1)
const dosDate = ((2024 - 1980) << 9) | (2 << 5) | 29

/** Creates a zip archive without checking the entries. */
export function makeZip(entries: readonly ArchiveEntry[]): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { path, content = '', type = 'File', linkpath } of entries) {
    const bytes = Buffer.from(linkpath ?? content)
    const packed = deflateRawSync(bytes)
    const name = Buffer.from(path)
    const same = [0x800, zipVersions.deflate, dosTime, dosDate]
    const sizes = [crc32(bytes), packed.length, bytes.length]
    const file = Buffer.concat([
      numbers(4, 0x04034b50),
      numbers(2, zipVersions.needed, ...same),
      numbers(4, ...sizes),
      numbers(2, name.length, 0),
      name,
      packed,
    ])
    directory.push(
      Buffer.concat([
        numbers(4, 0x02014b50),
        numbers(2, zipVersions.unix, zipVersions.needed, ...same),
        numbers(4, ...sizes),
        numbers(2, name.length, 0, 0, 0, 0),
        numbers(4, (unixModes[type] << 16) >>> 0, offset),
        name,
      ]),
    )
    files.push(file)
    offset += file.length
  }
  const list = Buffer.concat(directory)
  const end = [
    numbers(4, 0x06054b50),
    numbers(2, 0, 0, entries.length, entries.length),
    numbers(4, list.length, offset),
    numbers(2, 0),
  ]
  return Buffer.concat([...files, list, ...end])
}

/** Encodes the values in little-endian order, with this many bytes each. */
function numbers(bytes: 2 | 4, ...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(bytes * values.length)
  for (const [index, value] of values.entries()) buffer.writeUIntLE(value, index * bytes, bytes)
  return buffer
}

/** With a checksum, like the zstd program's files; without one, changed bytes may go undetected. */
const compressZstd = (content: string | Buffer) =>
  zstdCompressSync(content, { params: { [constants.ZSTD_c_checksumFlag]: 1 } })

/** Compression as by the gzip and zstd programs. */
export const compress = { gzip: gzipSync, zstd: compressZstd }

interface UnpackOptions {
  readonly limits?: Partial<ArchiveLimits>
  readonly signal?: AbortSignal
}

/** Creates a directory for an archive, with one to unpack it to. Removed after the test. */
export async function createExtractionDirectory(): Promise<{
  base: string
  directory: string
  archive: string
}> {
  const base = await mkdtemp(join(tmpdir(), 'archive-'))
  onTestFinished(() => rm(base, { recursive: true }))
  const directory = join(base, 'unpacked')
  await mkdir(directory)
  return { base, directory, archive: join(base, 'archive') }
}

/** Unpacks an archive with these bytes. */
export async function unpack(
  bytes: Buffer,
  { limits = {}, signal = new AbortController().signal }: UnpackOptions = {},
  place?: { directory: string; archive: string },
): Promise<SkippedEntries> {
  const { directory, archive } = place ?? (await createExtractionDirectory())
  await writeFile(archive, bytes)
  return extractArchive({ archive, directory, signal, limits: { ...archiveLimits, ...limits } })
}

/** The paths of all entries except directories, relative to the directory. */
export async function listFiles(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => !entry.isDirectory())
  return files.map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1)).toSorted()
}
