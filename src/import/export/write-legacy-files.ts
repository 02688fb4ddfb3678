import { join } from 'node:path'
import type { RecordKind } from '../stages/record.ts'
import { hasFolders, type Layout, legacyPath } from './legacy-layout.ts'
import { createListFile, type ListFile } from './list-file.ts'
import type { LegacyRecord } from './list-legacy-records.ts'

export interface WriteOptions {
  readonly directory: string
  readonly layout: Layout
  readonly kind: RecordKind
}

/** A batch of records that has been written. */
export interface WrittenBatch {
  readonly records: number
  /** Without what stands between two records. */
  readonly bytes: number
}

/**
 * Writes the records of a kind into the application's files. One file is open at a time, so an owner's records must
 * come together where each owner has a file. A global file is written although nothing stands in it, as the
 * application does; an owner without records has no file.
 * @throws DiskFailure
 */
export async function* writeLegacyFiles(
  batches: AsyncIterable<readonly LegacyRecord[]>,
  { directory, layout, kind }: WriteOptions,
): AsyncGenerator<WrittenBatch> {
  let file: ListFile | undefined
  try {
    if (!hasFolders(layout, kind)) file = await createListFile(join(directory, legacyPath(layout, kind, '')))
    for await (const records of batches) {
      let bytes = 0
      for (const { ownerId, text } of records) {
        file = await turnTo(join(directory, legacyPath(layout, kind, ownerId)), file)
        await file.append(text)
        bytes += Buffer.byteLength(text)
      }
      yield { records: records.length, bytes }
    }
    await file?.end()
  } finally {
    await file?.close()
  }
}

/** The file at the path: the one that is open, or a new one after that has been ended. */
async function turnTo(path: string, file: ListFile | undefined): Promise<ListFile> {
  if (file?.path === path) return file
  const next = await createListFile(path)
  await file?.end()
  await file?.close()
  return next
}
