import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readRecords } from '../src/import/stages/read-records.ts'
import type { SourceFile, SourceItem } from '../src/import/stages/record.ts'
import { parseRecord } from '../src/json/parse-record.ts'

/**
 * Measures how fast a pretty-printed file of chat messages and analyses is read record by record, without and with
 * parsing. `node bench/scan-records.ts [megabytes]`; the file stands in the temporary directory meanwhile.
 */
const megabytes = Number(process.argv[2] ?? 300)
const directory = await mkdtemp(join(tmpdir(), 'scan-records-'))
try {
  const file = await writeSource(join(directory, 'chat_messages.json'), megabytes * 1e6)
  await measure('scan', file, () => undefined)
  await measure('scan and parse', file, (item) => {
    if ('record' in item) parseRecord(item.record.bytes, item.record.keyCount)
  })
} finally {
  await rm(directory, { recursive: true })
}

async function measure(name: string, file: SourceFile, use: (item: SourceItem) => void): Promise<void> {
  const startedAt = performance.now()
  const cpuBefore = process.cpuUsage()
  let records = 0
  for await (const batch of readRecords(file, new AbortController().signal)) {
    for (const item of batch) use(item)
    records += batch.length
  }
  const seconds = (performance.now() - startedAt) / 1000
  const { user, system } = process.cpuUsage(cpuBefore)
  const perSecond = (elapsed: number) => `${Math.round(file.bytes / 1e6 / elapsed)} MB/s`
  const peak = Math.round(process.resourceUsage().maxRSS / 1024)
  process.stdout.write(
    `${name}: ${perSecond(seconds)}, ${perSecond((user + system) / 1e6)} of processor time, ${records} records, peak ${peak} MB resident\n`,
  )
}

async function writeSource(path: string, bytes: number): Promise<SourceFile> {
  const stream = createWriteStream(path)
  let written = 0
  for (let count = 0; written < bytes; count++) {
    const text = JSON.stringify(count % 5 === 0 ? createAnalysis(count) : createMessage(count), null, 2)
    const piece = `${count === 0 ? '[' : ','}\n  ${text.replaceAll('\n', '\n  ')}`
    written += piece.length
    if (!stream.write(piece)) await once(stream, 'drain')
  }
  stream.end('\n]')
  await once(stream, 'close')
  return {
    kind: 'chat_messages',
    path: 'chat_messages.json',
    location: path,
    ownerId: null,
    isBackup: false,
    bytes: written,
    layout: 'ERA1',
  }
}

function createMessage(count: number) {
  return {
    id: createId(count),
    sessionId: createId(count % 1000),
    role: 'assistant',
    content: 'The contract has "three" users\nand 12 transactions; see the chart below. '.repeat(3),
    components: [{ type: 'metric_card', data: { value: count, label: 'Users', change: 1.5 } }],
    metadata: { model: 'model', processingTime: 1234, tokens: 321 },
    isStreaming: false,
    createdAt: '2025-01-01T00:00:00.000Z',
  }
}

function createAnalysis(count: number) {
  const transactions = Array.from({ length: 12 }, (_, at) => ({
    hash: `0x${'3f'.repeat(32)}`,
    value: at * 1.5,
  }))
  return {
    id: createId(count),
    userId: createId(count % 100),
    analysisType: 'single',
    status: 'completed',
    results: {
      target: { contract: { chain: 'ethereum' }, transactions },
      summary: 'Of no importance. '.repeat(20),
    },
    metadata: null,
    logs: [{ timestamp: '2025-01-01T00:00:00.000Z', level: 'info', message: 'started' }],
    createdAt: '2025-01-01T00:00:00.000Z',
  }
}

function createId(count: number): string {
  return `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`
}
