import type { Database } from '../../database/connection.ts'
import type { ImportRequest } from '../job.store.ts'
import type { SourceFile } from '../records/source-file.ts'
import type { RejectFilter } from '../reject.store.ts'
import type { SourceItem } from '../scan/source-item.ts'
import { type FileReading, type OpenBytes, readChunks } from './file-bytes.ts'
import { type FoundSources, findSources } from './find-sources.ts'
import { readRecords } from './read-records.ts'
import { listRejectFiles, readRejects } from './read-rejects.ts'
import { createUploadOpener, findUploads } from './upload.store.ts'

/** The source of a job's records: a directory, uploaded files, or the rejects of another job. */
export interface ImportSource {
  /** The files in the order of reading: kinds in foreign-key order. */
  find(): Promise<Pick<FoundSources, 'files' | 'documents' | 'refusedDocuments' | 'skipped'>>
  /** Reads a file into batches of records and damage. `watch` is called with the bytes as they are stored. */
  read(
    file: SourceFile,
    reading: FileReading,
    watch: (chunk: Buffer) => void,
  ): AsyncIterable<readonly SourceItem[]>
}

export interface SourceOrigin {
  readonly jobId: string
  readonly request: ImportRequest
  readonly directory: string
  readonly rejects: RejectFilter
  readonly db: Database
  readonly signal: AbortSignal
}

/** Uploads and rejects are records only. */
const noDocuments = { documents: [], refusedDocuments: 0, skipped: [] } as const

const layouts = { auto: 'AUTO', era1: 'ERA1', era2: 'ERA2' } as const

/** Opens the source that the job's request names. */
export function openSource(origin: SourceOrigin): ImportSource {
  const { request } = origin
  if (request.source === 'upload') return openUploads(origin)
  if (request.source === 'rejects') return openRejects(origin)
  return openDirectory(origin)
}

function openDirectory({ request, directory, signal }: SourceOrigin): ImportSource {
  const options = { layout: layouts[request.layout], includeBackups: request.includeBackups }
  return {
    find: () => findSources(directory, options, signal),
    read: (file, reading, watch) =>
      readRecords(file, signal, { reading, openBytes: watchBytes(readChunks, watch) }),
  }
}

function openUploads({ db, signal }: SourceOrigin): ImportSource {
  const openBytes = createUploadOpener(db)
  return {
    find: async () => ({ ...noDocuments, files: await findUploads(db) }),
    read: (file, reading, watch) =>
      readRecords(file, signal, { reading, openBytes: watchBytes(openBytes, watch) }),
  }
}

function openRejects({ request, rejects: filter, db, signal }: SourceOrigin): ImportSource {
  const set = request.operation === 'take_over' ? 'refusals' : 'rejects'
  const selection = { jobId: request.ofJobId ?? '', filter: { ...filter, set } } as const
  return {
    find: async () => ({ ...noDocuments, files: await listRejectFiles(db, selection) }),
    read: (file, reading, watch) => readRejects(db, file, { selection, signal, reading, watch }),
  }
}

function watchBytes(openBytes: OpenBytes, watch: (chunk: Buffer) => void): OpenBytes {
  return async function* (file, reading, chunkBytes) {
    for await (const chunk of openBytes(file, reading, chunkBytes)) {
      watch(chunk)
      yield chunk
    }
  }
}
