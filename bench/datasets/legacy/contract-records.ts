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

const abiShare = 0.6

/** A record of contracts.json with two competitors, three lists of endpoints, parameters and mostly an ABI. */
export function contractRecord(dataset: Dataset, index: number): object {
  const random = randomOf(dataset, 'contract', index)
  const created = createdAt(random, index, dataset.counts.contracts)
  const name = `Protocol ${random.hex(6)}`
  return {
    id: idOf(dataset, 'contract', index),
    userId: idOf(dataset, 'user', ownerOf(dataset, 'contract', index)),
    name,
    description: `Tracks the growth and the retention of ${name}`,
    targetContract: {
      address: addressOf(random),
      chain: random.pick(chains),
      name,
      abi: random.chance(abiShare) ? abiText : null,
    },
    competitors: [competitorOf(random, created), competitorOf(random, created + 1000)],
    rpcConfig: {
      ethereum: [`https://eth.rpc.example.com/v2/${random.hex(32)}`, 'https://ethereum.rpc.example.org'],
      lisk: ['https://lisk.rpc.example.org'],
      starknet: [`https://starknet.rpc.example.com/v0_7/${random.hex(32)}`],
    },
    analysisParams: {
      searchStrategy: random.pick(['standard', 'deep']),
      smartSearch: true,
      whaleThreshold: random.between(5, 50),
      maxConcurrentRequests: 5,
      failoverTimeout: 60_000,
      maxRetries: 2,
      outputFormats: ['json', 'csv', 'markdown'],
    },
    tags: ['defi', random.pick(['onboarding', 'growth', 'audit'])],
    isActive: random.chance(0.95),
    // Each of the first contracts has another owner, and a user may have one default.
    isDefault: index < dataset.counts.users,
    lastAnalyzed: toTime(created + 3_600_000),
    analysisCount: random.between(0, 40),
    createdAt: toTime(created),
    updatedAt: toTime(created + random.between(60, 20_000) * 1000),
  }
}

function competitorOf(random: Random, addedAt: number): object {
  return {
    id: `comp-${addedAt}-${random.hex(9)}`,
    address: addressOf(random),
    chain: 'ethereum',
    name: `Rival ${random.hex(5)}`,
    abi: null,
    group: 'direct',
    addedBy: 'user',
    addedAt: toTime(addedAt),
  }
}

/** About 1 KB, as text in the record. */
const abiText = JSON.stringify([
  abiFunction('balanceOf', ['address'], ['uint256']),
  abiFunction('totalSupply', [], ['uint256']),
  abiFunction('transfer', ['address', 'uint256'], ['bool']),
  abiFunction('approve', ['address', 'uint256'], ['bool']),
])

function abiFunction(name: string, inputs: readonly string[], outputs: readonly string[]): object {
  const typed = (types: readonly string[]) =>
    types.map((type, at) => ({ internalType: type, name: `arg${at}`, type }))
  return {
    type: 'function',
    name,
    inputs: typed(inputs),
    outputs: typed(outputs),
    stateMutability: inputs.length > 1 ? 'nonpayable' : 'view',
  }
}
