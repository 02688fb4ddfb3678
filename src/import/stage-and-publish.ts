import type { DedicatedConnection } from '../database/dedicated-connection.ts'
import type { ImportRejectFilter } from '../generated/graphql.ts'
import type { ImportRequest } from './import-request.ts'
import { publishBatches } from './publish-batches.ts'
import {
  createPublishedCounts,
  createReport,
  type ImportReport,
  mergeReport,
  type PublishedCounts,
} from './report.ts'
import { stageSources } from './stage-sources.ts'

/** The connections of the two lines of work. */
export interface ImportLines {
  readonly staging: DedicatedConnection
  /** Undefined for a dry run. */
  readonly publishing: DedicatedConnection | undefined
  /** Breaks both at once: a statement that runs fails, and PostgreSQL undoes its transaction. */
  cut(): void
  close(): Promise<void>
}

export interface ImportWork {
  readonly jobId: string
  readonly request: ImportRequest
  readonly directory: string
  readonly rejects: ImportRejectFilter
  readonly lines: ImportLines
  readonly signal: AbortSignal
  onProgress(report: ImportReport): void
}

/**
 * Two lines of work side by side: one reads the source into the staging, the other takes what is staged over into the
 * tables and proves it, in one transaction. When one fails, so does the other.
 * @returns what became of the records; of a job that is not a dry run after it was committed as completed.
 */
export async function stageAndPublish(work: ImportWork): Promise<ImportReport> {
  const { lines } = work
  const stopping = new AbortController()
  const lost = [lines.staging, lines.publishing].flatMap((line) => line?.lost ?? [])
  const signal = AbortSignal.any([work.signal, stopping.signal, ...lost])
  // A signal that was aborted while the lines were opened tells nobody any more.
  signal.throwIfAborted()
  const progress = createProgress(work, signal)
  const staging = stage(work, progress, signal)
  const publishing = publish(work, progress, signal)
  try {
    const [read, published] = await Promise.all([staging, publishing])
    return published ?? read
  } catch (error) {
    stopping.abort(error)
    lines.cut()
    await Promise.allSettled([staging, publishing])
    throw error
  }
}

async function stage(work: ImportWork, progress: Progress, signal: AbortSignal): Promise<ImportReport> {
  const { jobId, request, directory, rejects, lines } = work
  const onBatch = (report: ImportReport) => progress.read(report, false)
  const connection = lines.staging
  const report = await stageSources({ jobId, request, directory, rejects, connection, signal, onBatch })
  progress.read(report, true)
  return report
}

async function publish(
  { jobId, request, lines }: ImportWork,
  progress: Progress,
  signal: AbortSignal,
): Promise<ImportReport | undefined> {
  const connection = lines.publishing
  if (connection === undefined) return undefined
  return publishBatches({ jobId, isVerified: request.isVerified, connection, signal, ...progress })
}

/** What the two lines tell each other, and whoever looks on. */
interface Progress {
  read(report: ImportReport, isAll: boolean): void
  /** Resolves at the next news of reading, with its report once all is read. */
  untilNews(): Promise<ImportReport | undefined>
  onPublished(published: PublishedCounts): void
}

function createProgress({ onProgress }: ImportWork, signal: AbortSignal): Progress {
  let reading = createReport()
  let published = createPublishedCounts()
  let isAllRead = false
  let news = Promise.withResolvers<void>()
  signal.addEventListener('abort', () => news.resolve(), { once: true })
  const show = () => onProgress(mergeReport(reading, published))
  return {
    read(report, isAll) {
      reading = report
      isAllRead = isAll
      news.resolve()
      show()
    },
    // News that came while nobody waited count: they are in the promise that nobody has taken yet.
    async untilNews() {
      await news.promise
      news = Promise.withResolvers()
      signal.throwIfAborted()
      return isAllRead ? reading : undefined
    },
    onPublished(counts) {
      published = counts
      show()
    },
  }
}
