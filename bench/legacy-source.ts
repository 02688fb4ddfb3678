import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { RecordKind, SourceFile } from '../src/import/stages/record.ts'

/** Writes a list of records as the old application does, until the file is this long. */
export async function writeSource(
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

/** A chat message; every second is the assistant's, with a component. */
export function createMessage(count: number): object {
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
export function createAnalysis(count: number): object {
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
