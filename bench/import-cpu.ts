import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { analysisRecords } from '../src/import/records/analysis.ts'
import { chatMessageRecords } from '../src/import/records/chat-message.ts'
import type { Column } from '../src/import/records/column.store.ts'
import { type CopyRow, toCopyText } from '../src/import/records/copy-text.ts'
import type { RecordKind, RecordType } from '../src/import/records/record-type.ts'
import type { SourceFile } from '../src/import/records/source-file.ts'
import { readRecords } from '../src/import/source/read-records.ts'
import { type DecodedRecord, decodeRecords } from '../src/import/staging/decode.ts'
import { canonicalSha256 } from '../src/json/canonical.ts'
import { applyDifference, computeDifference } from '../src/json/difference.ts'

/**
 * Measures the CPU time per record of the importer's code without the database, garbage collection included. Each line
 * adds a stage to the line before. `node bench/import-cpu.ts [megabytes] [rounds]` writes its files to the temporary
 * directory and reports the best round.
 */
const megabytes = Number(process.argv[2] ?? 100)
const rounds = Number(process.argv[3] ?? 3)
const { signal } = new AbortController()
const jsonColumns = ['results', 'metadata', 'logs', 'components']
const directory = await mkdtemp(join(tmpdir(), 'read-records-'))
try {
  process.stdout.write('CPU microseconds per record, and MB of the file per CPU second\n')
  await measureKind(chatMessageRecords, createMessage)
  await measureKind(analysisRecords, createAnalysis)
} finally {
  await rm(directory, { recursive: true })
}

type Stage = (file: SourceFile, entity: RecordType) => Promise<number> | number

async function measureKind(entity: RecordType, create: (count: number) => object): Promise<void> {
  const file = await writeSource(join(directory, `${entity.kind}.json`), entity.kind, megabytes * 1e6, create)
  const samples = await createSamples(file, entity)
  const bytes = file.bytes / (await scan(file))
  const stages: Readonly<Record<string, Stage>> = {
    'scan and parse': scan,
    '+ decode and hash': decode,
    '+ encode and compare': compare,
    '+ write COPY text': write,
    'rebuild and verify': () => verify(samples, entity),
  }
  for (const [name, stage] of Object.entries(stages)) {
    const best = await measure(file, entity, stage)
    const speed = Math.round(bytes / best)
    const label = `${entity.kind}: ${name}`.padEnd(40)
    process.stdout.write(`${label}${best.toFixed(1).padStart(6)} us ${String(speed).padStart(5)} MB/s\n`)
  }
}

async function measure(file: SourceFile, entity: RecordType, stage: Stage): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round <= rounds; round++) {
    const before = process.cpuUsage()
    const records = await stage(file, entity)
    const { user, system } = process.cpuUsage(before)
    // The first round warms up.
    if (round > 0) best = Math.min(best, (user + system) / records)
  }
  return best
}

async function scan(file: SourceFile): Promise<number> {
  let records = 0
  for await (const batch of readRecords(file, signal)) records += batch.length
  return records
}

async function decode(file: SourceFile, entity: RecordType): Promise<number> {
  let records = 0
  for await (const batch of decodeRecords(readRecords(file, signal), file, entity)) {
    records += batch.records.length
  }
  return records
}

async function compare(file: SourceFile, entity: RecordType): Promise<number> {
  let records = 0
  for await (const batch of decodeRecords(readRecords(file, signal), file, entity)) {
    for (const record of batch.records) computeDifference(record.record, entity.encode(record.rows))
    records += batch.records.length
  }
  return records
}

async function write(file: SourceFile, entity: RecordType): Promise<number> {
  let records = 0
  for await (const batch of decodeRecords(readRecords(file, signal), file, entity)) {
    for (const record of batch.records) computeDifference(record.record, entity.encode(record.rows))
    const rows = batch.records.flatMap((record) => rowsOf(record, entity))
    toCopyText(columnsOf(rows), rows)
    records += batch.records.length
  }
  return records
}

function rowsOf({ rows }: DecodedRecord, { kind }: RecordType): readonly CopyRow[] {
  return rows[kind === 'analyses' ? 'analyses' : 'chat_messages'] ?? []
}

function columnsOf([row = {}]: readonly CopyRow[]): Column[] {
  return Object.entries(row).map(([name, value]) => {
    if (jsonColumns.includes(name)) return { name, type: 'jsonb' }
    return { name, type: value instanceof Date ? 'timestamptz' : 'text' }
  })
}

interface Sample extends DecodedRecord {
  readonly extra: ReturnType<typeof computeDifference>
}

/** The first batch, with copied values in the rows, like the driver's. */
async function createSamples(file: SourceFile, entity: RecordType): Promise<Sample[]> {
  for await (const { records } of decodeRecords(readRecords(file, signal), file, entity)) {
    return records.map((record) => {
      const extra = computeDifference(record.record, entity.encode(record.rows))
      return { ...record, rows: structuredClone(record.rows), extra }
    })
  }
  return []
}

/** Repeats the batch until the time is measurable. */
function verify(samples: readonly Sample[], entity: RecordType): number {
  const repetitions = Math.ceil(20_000 / samples.length)
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const { rows, extra, sha256, id } of samples) {
      const isRestored = canonicalSha256(applyDifference(entity.encode(rows), extra)) === sha256
      if (!isRestored) throw new Error(`${id} was not restored.`)
    }
  }
  return repetitions * samples.length
}

/** Writes a list of records in the legacy application's format until the file has this size. */
async function writeSource(
  path: string,
  kind: RecordKind,
  bytes: number,
  create: (count: number) => object,
): Promise<SourceFile> {
  const stream = createWriteStream(path)
  let written = 0
  for (let count = 0; written < bytes; count++) {
    const text = JSON.stringify(create(count), null, 2)
    const piece = `${count === 0 ? '[' : ','}\n  ${text.replaceAll('\n', '\n  ')}`
    written += Buffer.byteLength(piece)
    if (!stream.write(piece)) await once(stream, 'drain')
  }
  stream.end('\n]')
  await once(stream, 'close')
  const name = `${kind}.json`
  const found = { number: 1, kind, path: name, location: path, bytes: written, modifiedAt: null }
  return { ...found, ownerId: null, isBackup: false, layout: 'ERA1' }
}

/** A chat message; every second one is an answer with a component. */
function createMessage(count: number): object {
  const isAnswer = count % 2 === 1
  return {
    id: createId(1, count),
    sessionId: createId(2, count % 1000),
    role: isAnswer ? 'assistant' : 'user',
    content: isAnswer
      ? `The volume fell by ${count % 100} % against "February".\nTwo wallets make more than half of it.`
      : 'How did the volume develop this month, and who are the largest wallets? 🐋',
    components: isAnswer ? [createChart(count)] : [],
    metadata: isAnswer
      ? { model: 'gemini-2.5-flash', processingTime: 1_741_597_268_514 + count, tokens: 812 }
      : {},
    isStreaming: false,
    createdAt: createTime(count),
  }
}

function createChart(count: number): object {
  const days = [1, 2, 3].map((day) => ({ day: `2025-03-0${day}`, volume: count * day + 0.25 }))
  return { type: 'chart', title: 'Volume per day', xAxis: 'day', yAxis: 'volume', data: days }
}

/** An analysis with about 2 KB of results. */
function createAnalysis(count: number): object {
  return {
    id: createId(3, count),
    userId: createId(4, count % 5000),
    configId: createId(5, count % 25_000),
    analysisType: 'single',
    status: 'completed',
    progress: 100,
    results: createResults(count),
    metadata: { blockRange: { from: 18_000_000 + count, to: 18_100_000 + count } },
    errorMessage: null,
    logs: [1, 2, 3].map((step) => createLog(count, step)),
    completedAt: createTime(count + 60),
    createdAt: createTime(count),
    updatedAt: createTime(count + 60),
  }
}

function createResults(count: number): object {
  const target = {
    contract: { address: createAddress(count), chain: 'ethereum', name: 'Lantern Swap' },
    transactions: 345 + count,
    metrics: {
      tvl: 8_836_773.37 + count,
      volume: count % 10 === 0 ? 135e18 : 1_350_000 + count,
      uniqueUsers: 596,
      retention: 0.71,
      gasEfficiency: '92.5%',
    },
    recentTransactions: [1, 2, 3, 4, 5].map((step) => createTransaction(count + step)),
  }
  return { target, competitors: [], summary: 'Retention is good, gas is high. '.repeat(8) }
}

function createTransaction(count: number): object {
  return {
    hash: `0x${String(count).padStart(64, '3ecf')}`,
    from: createAddress(count + 1),
    to: createAddress(count),
    value: '114000000000000000',
    gasUsed: 22_232 + (count % 1000),
    blockNumber: 19_442_680 + count,
    timestamp: 1_740_323_525 + count,
    method: 'swap',
    success: true,
  }
}

function createLog(count: number, step: number): object {
  return { timestamp: createTime(count + step), level: 'info', message: `Step ${step} of 3 is done` }
}

function createAddress(count: number): string {
  return `0x${String(count).padStart(40, '46B82bcdbbd7')}`
}

function createTime(count: number): string {
  return new Date(1_735_689_600_000 + count * 1000).toISOString()
}

function createId(group: number, count: number): string {
  return `${String(group).padStart(8, '0')}-0000-4000-8000-${String(count).padStart(12, '0')}`
}
