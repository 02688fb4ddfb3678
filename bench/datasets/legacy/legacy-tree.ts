import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { analysisRecord } from './analysis-records.ts'
import { messageRecord, sessionRecord } from './chat-records.ts'
import { contractRecord } from './contract-records.ts'
import { createDataset, type Dataset, type RecordCounts } from './dataset.ts'
import { userRecord } from './user-records.ts'

/** A directory with the legacy application's global files. */
export interface LegacyTree {
  /** The directory's name in the cache directory. */
  readonly name: string
  readonly dataset: Dataset
  readonly bytes: number
}

export interface TreeOptions {
  readonly cacheDirectory: string
  readonly seed: number
  /** 1 is a million messages. */
  readonly scale: number
}

/** Increase it when generated records change, so that cached trees are not reused. */
const version = 1
const recordsPerChunk = 250
const recordCreators: Readonly<Record<keyof RecordCounts, (dataset: Dataset, index: number) => object>> = {
  users: userRecord,
  contracts: contractRecord,
  analyses: analysisRecord,
  chat_sessions: sessionRecord,
  chat_messages: messageRecord,
}
/** In foreign-key order. */
export const kinds = ['users', 'contracts', 'analyses', 'chat_sessions', 'chat_messages'] as const

/** Writes the tree of a seed and a scale into the cache unless it exists: the same bytes every time. */
export async function prepareTree({ cacheDirectory, seed, scale }: TreeOptions): Promise<LegacyTree> {
  const dataset = createDataset(seed, scale)
  const name = `legacy-${version}-${seed}-${scale}`
  const directory = join(cacheDirectory, name)
  if (!existsSync(directory)) {
    const unfinished = `${directory}.${process.pid}`
    await writeTree(dataset, unfinished)
    // Another run may have been faster; its tree is identical.
    await rename(unfinished, directory).catch(() => rm(unfinished, { recursive: true, force: true }))
  }
  const sizes = await Promise.all(kinds.map((kind) => stat(join(directory, `${kind}.json`))))
  return { name, dataset, bytes: sizes.reduce((sum, { size }) => sum + size, 0) }
}

async function writeTree(dataset: Dataset, directory: string): Promise<void> {
  await mkdir(directory, { recursive: true })
  for (const kind of kinds) {
    const chunks = formatRecords(dataset.counts[kind], (index) => recordCreators[kind](dataset, index))
    // Flushed, so that write-back does not slow the first measurement down.
    await pipeline(Readable.from(chunks), createWriteStream(join(directory, `${kind}.json`), { flush: true }))
  }
}

/** Yields the text of JSON.stringify(records, null, 2) in pieces. */
export function* formatRecords(count: number, create: (index: number) => object): Generator<string> {
  yield '[\n'
  for (let start = 0; start < count; start += recordsPerChunk) {
    const length = Math.min(recordsPerChunk, count - start)
    const records = Array.from({ length }, (_, at) => create(start + at))
    const text = JSON.stringify(records, null, 2).slice('[\n'.length, -'\n]'.length)
    yield start === 0 ? text : `,\n${text}`
  }
  yield '\n]'
}
