import type { Database } from '../../database/connection.ts'
import type { ImportRejectFilter } from '../../generated/graphql.ts'
import type { ImportRequest } from '../job.store.ts'
import type { SourceFile, SourceItem } from '../scan/source-item.ts'
import { type FileReading, type OpenBytes, readChunks } from './file-bytes.ts'
import { findSources, type SkippedPath } from './find-sources.ts'
import { readRecords } from './read-records.ts'
import { listRejectFiles, readRejects } from './read-rejects.ts'
import { createUploadOpener, findUploads } from './upload.store.ts'

/** Where the records of a job come from. */
export interface ImportSource {
  /** The files in the order of reading: kinds in foreign-key order. */
  find(): Promise<{ readonly files: readonly SourceFile[]; readonly skipped: readonly SkippedPath[] }>
  /** The records of one of the files, and as damage what is none. `watch` sees the bytes as they are stored. */
  read(
    file: SourceFile,
    reading: FileReading,
    watch: (chunk: Buffer) => void,
  ): AsyncIterable<readonly SourceItem[]>
}

/** What tells where the records come from. */
export interface SourcePlace {
  readonly jobId: string
  readonly request: ImportRequest
  readonly directory: string
  readonly rejects: ImportRejectFilter
  readonly db: Database
  readonly signal: AbortSignal
}

const layouts = { auto: 'AUTO', era1: 'ERA1', era2: 'ERA2' } as const

/** The source that the job's request names. */
export function openSource(place: SourcePlace): ImportSource {
  const { request, directory, signal } = place
  if (request.source === 'upload') return openUploads(place)
  if (request.source === 'rejects') return openRejects(place)
  const options = { layout: layouts[request.layout], includeBackups: request.includeBackups }
  return {
    find: () => findSources(directory, options, signal),
    read: (file, reading, watch) =>
      readRecords(file, signal, { reading, openBytes: watched(readChunks, watch) }),
  }
}

function openUploads({ db, signal }: SourcePlace): ImportSource {
  const openBytes = createUploadOpener(db)
  return {
    find: async () => ({ files: await findUploads(db), skipped: [] }),
    read: (file, reading, watch) =>
      readRecords(file, signal, { reading, openBytes: watched(openBytes, watch) }),
  }
}

function openRejects({ request, rejects: filter, db, signal }: SourcePlace): ImportSource {
  const selection = { jobId: request.ofJobId ?? '', filter }
  return {
    find: async () => ({ files: await listRejectFiles(db, selection), skipped: [] }),
    read: (file, reading, watch) => readRejects(db, file, { selection, signal, reading, watch }),
  }
}

function watched(openBytes: OpenBytes, watch: (chunk: Buffer) => void): OpenBytes {
  return async function* (file, reading, chunkBytes) {
    for await (const chunk of openBytes(file, reading, chunkBytes)) {
      watch(chunk)
      yield chunk
    }
  }
}
