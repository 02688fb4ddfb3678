import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

const chunkBytes = 1024 * 1024

/** Writes analyses.json with one record whose results are lists nested `levels` deep. */
export async function writeDeepRecord(directory: string, record: object, levels: number): Promise<void> {
  const [head, tail] = splitAtResults(record)
  await write(directory, [`[${head}`, '['.repeat(levels), ']'.repeat(levels), `${tail}]`])
}

/** Writes analyses.json with one record whose results contain a text of `bytes` bytes, using constant memory. */
export async function writeHugeRecord(directory: string, record: object, bytes: number): Promise<void> {
  const [head, tail] = splitAtResults(record)
  await write(directory, hugeText(head, tail, bytes))
}

/** The record's text before and after the value of `results`. */
function splitAtResults(record: object): [string, string] {
  const [head = '', tail = ''] = JSON.stringify({ ...record, results: '@' }).split('"@"')
  return [head, tail]
}

function* hugeText(head: string, tail: string, bytes: number): Generator<string> {
  yield `[${head}{"text":"`
  for (let left = bytes; left > 0; left -= chunkBytes) yield 'x'.repeat(Math.min(left, chunkBytes))
  yield `"}${tail}]`
}

async function write(directory: string, parts: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(parts), createWriteStream(join(directory, 'analyses.json')))
}

/** Writes an empty list to each of these paths below the directory. */
export async function putEmptyLists(directory: string, ...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(directory, path)), { recursive: true })
    await writeFile(join(directory, path), '[]')
  }
}
