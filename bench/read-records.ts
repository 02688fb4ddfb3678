import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { analysisEntity } from '../src/import/entities/analysis.ts'
import { chatMessageEntity } from '../src/import/entities/chat-message.ts'
import type { Entity } from '../src/import/entities/entity.ts'
import type { DecodedRecord } from '../src/import/stages/batch.ts'
import type { Column } from '../src/import/stages/column.store.ts'
import { type CopyRow, toCopyText } from '../src/import/stages/copy-text.ts'
import { decodeRecords } from '../src/import/stages/decode-records.ts'
import { readRecords } from '../src/import/stages/read-records.ts'
import type { SourceFile } from '../src/import/stages/record.ts'
import { applyDifference } from '../src/json/apply-difference.ts'
import { canonicalSha256 } from '../src/json/canonical.ts'
import { difference } from '../src/json/difference.ts'
import { createAnalysis, createMessage, writeSource } from './legacy-source.ts'

/**
 * What the importer's own code costs per record, without the database: processor time of the thread and its garbage
 * collector. Each line does what the one before does, and more. `node bench/read-records.ts [megabytes] [rounds]`; the
 * files stand in the temporary directory meanwhile. Of several rounds the best counts.
 */
const megabytes = Number(process.argv[2] ?? 100)
const rounds = Number(process.argv[3] ?? 3)
const { signal } = new AbortController()
const jsonColumns = ['results', 'metadata', 'logs', 'components']
const directory = await mkdtemp(join(tmpdir(), 'read-records-'))
try {
  process.stdout.write('microseconds of processor time a record, and MB of the file in a second of it\n')
  await measureKind(chatMessageEntity, createMessage)
  await measureKind(analysisEntity, createAnalysis)
} finally {
  await rm(directory, { recursive: true })
}

type Stage = (file: SourceFile, entity: Entity) => Promise<number> | number

async function measureKind(entity: Entity, create: (count: number) => object): Promise<void> {
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

async function measure(file: SourceFile, entity: Entity, stage: Stage): Promise<number> {
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

async function decode(file: SourceFile, entity: Entity): Promise<number> {
  let records = 0
  for await (const batch of decodeRecords(readRecords(file, signal), file, entity)) {
    records += batch.records.length
  }
  return records
}

async function compare(file: SourceFile, entity: Entity): Promise<number> {
  let records = 0
  for await (const batch of decodeRecords(readRecords(file, signal), file, entity)) {
    for (const record of batch.records) difference(record.record, entity.encode(record.rows))
    records += batch.records.length
  }
  return records
}

async function write(file: SourceFile, entity: Entity): Promise<number> {
  let records = 0
  for await (const batch of decodeRecords(readRecords(file, signal), file, entity)) {
    for (const record of batch.records) difference(record.record, entity.encode(record.rows))
    const rows = batch.records.flatMap((record) => rowsOf(record, entity))
    toCopyText(columnsOf(rows), rows)
    records += batch.records.length
  }
  return records
}

function rowsOf({ rows }: DecodedRecord, { kind }: Entity): readonly CopyRow[] {
  return rows[kind === 'analyses' ? 'analyses' : 'chat_messages'] ?? []
}

function columnsOf([row = {}]: readonly CopyRow[]): Column[] {
  return Object.entries(row).map(([name, value]) => {
    if (jsonColumns.includes(name)) return { name, type: 'jsonb' }
    return { name, type: value instanceof Date ? 'timestamptz' : 'text' }
  })
}

interface Sample extends DecodedRecord {
  readonly extra: ReturnType<typeof difference>
}

/** The first batch, with values of their own in the rows, as the driver gives them. */
async function createSamples(file: SourceFile, entity: Entity): Promise<Sample[]> {
  for await (const { records } of decodeRecords(readRecords(file, signal), file, entity)) {
    return records.map((record) => {
      const extra = difference(record.record, entity.encode(record.rows))
      return { ...record, rows: structuredClone(record.rows), extra }
    })
  }
  return []
}

/** Often enough to be measured. */
function verify(samples: readonly Sample[], entity: Entity): number {
  const repetitions = Math.ceil(20_000 / samples.length)
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const { rows, extra, sha256, id } of samples) {
      const isProven = canonicalSha256(applyDifference(entity.encode(rows), extra)) === sha256
      if (!isProven) throw new Error(`${id} is not proven.`)
    }
  }
  return repetitions * samples.length
}
