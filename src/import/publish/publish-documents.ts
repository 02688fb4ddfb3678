import { isUtf8 } from 'node:buffer'
import { hash } from 'node:crypto'
import type { Database } from '../../database/connection.ts'
import { isInstant } from '../../json/print.ts'
import type { ImportReport } from '../counts.ts'
import { countIntactDocuments, insertDocuments, type NewDocument } from '../document.store.ts'
import { decodeDocumentText } from '../document-text.ts'
import { ImportFailure } from '../failure.ts'
import type { DocumentFile } from '../records/source-file.ts'
import { addSkippedPaths, type SkippedPath } from '../skipped-paths.ts'
import { createFileReading, readChunks } from '../source/file-bytes.ts'
import { explainSize, maxDocumentBytes } from '../source/find-documents.ts'

interface PublishOptions {
  /** The publishing transaction, after the users were written. */
  readonly trx: Database
  readonly jobId: string
  readonly documents: readonly DocumentFile[]
  readonly isVerified: boolean
  readonly signal: AbortSignal
}

interface PublishedDocuments {
  inserted: number
  unchanged: number
  verified: number
  /** Number of files that could not be read. */
  unreadable: number
  /** At most `maxSkippedPaths` of them. */
  skippedPaths: readonly SkippedPath[]
}

/** A larger document has a batch to itself. */
const maxBatchBytes = 1024 * 1024
const maxBatchDocuments = 500
const chunkBytes = 1024 * 1024

/**
 * Stores the files byte for byte and, if requested, compares their stored form with what was read.
 * @throws ImportFailure VERIFICATION_FAILED, the signal's reason, the driver's error.
 */
export async function publishDocuments(options: PublishOptions): Promise<PublishedDocuments> {
  const counts = { inserted: 0, unchanged: 0, verified: 0, unreadable: 0 }
  const published: PublishedDocuments = { ...counts, skippedPaths: [] }
  let batch: NewDocument[] = []
  let bytes = 0
  for (const file of options.documents) {
    const document = await readDocument(file, options.signal)
    if (typeof document === 'string') {
      const skipped = { path: file.path, reason: document }
      published.unreadable++
      published.skippedPaths = addSkippedPaths(published.skippedPaths, [skipped])
      continue
    }
    if (batch.length === maxBatchDocuments || bytes + document.content.length > maxBatchBytes) {
      await publishBatch(options, batch, published)
      batch = []
      bytes = 0
    }
    batch.push(document)
    bytes += document.content.length
  }
  await publishBatch(options, batch, published)
  return published
}

/** Adds the documents to the report of the records. */
export function addDocuments(report: ImportReport, published: PublishedDocuments): ImportReport {
  const { inserted, unchanged, verified, unreadable } = published
  const rejected = report.documents.rejected + unreadable
  return {
    ...report,
    documents: { ...report.documents, inserted, unchanged, verified, rejected },
    skippedPaths: addSkippedPaths(report.skippedPaths, published.skippedPaths),
  }
}

/** The document, or the reason why it can't be read. The file may have changed since it was found. */
async function readDocument(file: DocumentFile, signal: AbortSignal): Promise<NewDocument | string> {
  signal.throwIfAborted()
  const reading = createFileReading()
  const chunks: Buffer[] = []
  for await (const chunk of readChunks(file, reading, chunkBytes)) {
    signal.throwIfAborted()
    if (reading.bytes > maxDocumentBytes) return explainSize(maxDocumentBytes)
    chunks.push(Buffer.from(chunk))
  }
  if (reading.problem !== null) return reading.problem.message
  const content = Buffer.concat(chunks)
  const { path, ownerId } = file
  const modifiedAt = toInstant(reading.modifiedMs)
  const sha256 = hash('sha256', content, 'buffer')
  return { path, ownerId, modifiedAt, content, sha256, isJson: isJson(content) }
}

/** Null for a time outside of the years that a response can show: some file systems have any. */
function toInstant(ms = Number.NaN): Date | null {
  return isInstant(ms) ? new Date(ms) : null
}

/** Larger documents are given as bytes only. */
const maxJsonBytes = 1024 * 1024

function isJson(content: Buffer): boolean {
  if (content.length > maxJsonBytes || !isUtf8(content)) return false
  try {
    JSON.parse(decodeDocumentText(content))
    return true
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}

async function publishBatch(
  { trx, jobId, isVerified }: PublishOptions,
  batch: readonly NewDocument[],
  published: PublishedDocuments,
): Promise<void> {
  if (batch.length === 0) return
  const inserted = await insertDocuments(trx, jobId, batch)
  published.inserted += inserted
  published.unchanged += batch.length - inserted
  if (!isVerified) return
  const intact = await countIntactDocuments(trx, batch)
  if (intact < batch.length) {
    const place = `from ${batch[0]?.path ?? ''} to ${batch.at(-1)?.path ?? ''}`
    throw new ImportFailure(
      'VERIFICATION_FAILED',
      `Documents that differ: ${batch.length - intact} ${place}.`,
    )
  }
  published.verified += intact
}
