import {
  addressOf,
  chains,
  createdAt,
  type Dataset,
  idOf,
  ownerOf,
  type Random,
  randomOf,
  toTime,
} from './dataset.ts'
import { proseOf } from './prose.ts'

const quickShare = 0.3
const failedShare = 0.06
const transactions = 4
const messages = [
  'Fetching transactions',
  'Decoding events',
  'Counting wallets',
  'Comparing with the competitors',
  'Analysis complete',
] as const

/** A record of analyses.json for a contract or an address, mostly completed with about 2 KB of results. */
export function analysisRecord(dataset: Dataset, index: number): object {
  const random = randomOf(dataset, 'analysis', index)
  const created = createdAt(random, index, dataset.counts.analyses)
  const ended = created + random.between(60, 900) * 1000
  const contract = random.between(0, dataset.counts.contracts - 1)
  const isQuick = random.chance(quickShare)
  const isFailed = random.chance(failedShare)
  return {
    id: idOf(dataset, 'analysis', index),
    userId: idOf(dataset, 'user', ownerOf(dataset, 'contract', contract)),
    ...(isQuick
      ? { contractAddress: addressOf(random), chain: random.pick(chains), analysisType: 'quick-index' }
      : {
          configId: idOf(dataset, 'contract', contract),
          analysisType: random.pick(['single', 'competitive']),
        }),
    status: isFailed ? 'failed' : 'completed',
    progress: isFailed ? random.between(5, 95) : 100,
    results: isFailed ? null : resultsOf(random),
    metadata: { blockRange: random.between(100, 50_000), version: '2.1.0', chainId: random.between(1, 1135) },
    errorMessage: isFailed ? 'All RPC providers failed: timeout of 30000ms exceeded' : null,
    logs: logsOf(random, created),
    createdAt: toTime(created),
    updatedAt: toTime(ended),
    completedAt: isFailed ? null : toTime(ended),
  }
}

function logsOf(random: Random, start: number): object[] {
  return messages.slice(0, random.between(2, messages.length)).map((message, at) => ({
    timestamp: toTime(start + at * 20_000),
    level: 'info',
    message,
    ...(at % 2 === 1 ? { data: { blocks: random.between(100, 5000) } } : {}),
  }))
}

function resultsOf(random: Random): object {
  const target = addressOf(random)
  return {
    target: {
      contract: { address: target, chain: 'ethereum', name: `Protocol ${random.hex(6)}` },
      transactions: random.between(10, 90_000),
      metrics: {
        tvl: random.between(10_000, 9_000_000) + 0.37,
        // In wei, above 2^53: 135000000000000000000 in the file.
        volume: random.between(1, 900) * 1e18,
        uniqueUsers: random.between(20, 9000),
        retention: random.between(10, 90) / 100,
        gasEfficiency: `${random.between(50, 99)}.5%`,
      },
      recentTransactions: Array.from({ length: transactions }, () => transactionOf(random, target)),
    },
    summary: proseOf(random, 200),
    recommendations: [proseOf(random, 60), proseOf(random, 60)],
  }
}

function transactionOf(random: Random, to: string): object {
  return {
    hash: `0x${random.hex(64)}`,
    from: addressOf(random),
    to,
    value: `${random.between(1, 900)}000000000000000`,
    gasUsed: random.between(21_000, 240_000),
    blockNumber: random.between(19_400_000, 19_450_000),
    timestamp: random.between(1_740_000_000, 1_750_000_000),
    method: random.pick(['swap', 'deposit', 'withdraw']),
    success: random.chance(0.97),
  }
}
