import { type RawBuilder, type SqlBool, sql } from 'kysely'

/**
 * Two spellings are the same chain, or the same address, if their identities are equal. The database has the functions
 * `chain_identity` and `address_identity`, which indexes use (migration 0021); `toChainIdentity` has the same rules. What
 * users typed is stored and shown unchanged.
 */

/** The name of each EVM chain, its EIP-155 id, and its other names. */
const evmNetworks = [
  'ethereum:1 eth mainnet ether homestead',
  'optimism:10 op op-mainnet oeth',
  'bsc:56 bnb binance binance-smart-chain bnb-smart-chain bnb-chain bnbchain',
  'gnosis:100 xdai gnosis-chain gno',
  'polygon:137 matic polygon-pos pol',
  'sonic:146',
  'fantom:250 ftm fantom-opera opera',
  'zksync:324 zksync-era era',
  'lisk:1135 lsk',
  'mantle:5000 mnt',
  'base:8453',
  'mode:34443',
  'arbitrum:42161 arb arbitrum-one arb1',
  'celo:42220',
  'avalanche:43114 avax avalanche-c avalanche-c-chain',
  'linea:59144',
  'blast:81457',
  'scroll:534352',
  'sepolia:11155111 ethereum-sepolia eth-sepolia sepolia-testnet',
  'holesky:17000 ethereum-holesky eth-holesky',
  'lisk-sepolia:4202 lisk-sepolia-testnet',
  'base-sepolia:84532 base-sepolia-testnet',
  'xdc:50 xdc-network xinfin',
].map((line) => {
  const [head = '', ...aliases] = line.split(' ')
  const [name = '', id = ''] = head.split(':')
  return { name, aliases: [...aliases, `eip155:${id}`, `0x${Number(id).toString(16)}`] }
})

const otherNetworks = [
  'starknet sn sn-main stark starknet-main',
  'solana sol solana-mainnet-beta',
  'tron trx',
  'bitcoin btc',
  'bitcoin-cash bch bitcoincash',
  'litecoin ltc',
  'dogecoin doge',
  'cosmos atom cosmoshub cosmos-hub cosmoshub-4',
  'osmosis osmo osmosis-1',
  'cardano ada',
  'aptos apt',
  'sui',
  'ton toncoin the-open-network',
  'near near-protocol',
].map((line) => {
  const [name = '', ...aliases] = line.split(' ')
  return { name, aliases }
})

const evmNames = new Set(evmNetworks.map(({ name }) => name))
/** Names of chains by alias. */
const namesByAlias = new Map(
  [...evmNetworks, ...otherNetworks].flatMap(({ name, aliases }) =>
    aliases.map((alias) => [alias, name] as const),
  ),
)

/**
 * The identity of a chain: `ethereum` for "Ethereum", "ETH", "mainnet", "1" and "eip155:1". An unknown chain is its own
 * identity, in lower case with hyphens for spaces.
 */
export function toChainIdentity(chain: string): string {
  const name = toLowerAscii(chain.normalize().replaceAll(/^ +| +$/g, ''))
    .replaceAll(/[ _]+/g, '-')
    .replace(/(.)-mainnet$/s, '$1')
  const id = /^[0-9]+$/.test(name) ? `eip155:${name}` : name
  return namesByAlias.get(id) ?? id
}

/** Like `lower(... collate "C")`: independent of the language and of the version of Unicode. */
function toLowerAscii(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

/** Whether the chain with this identity has EVM addresses. */
export function isEvm(chainIdentity: string): boolean {
  return evmNames.has(chainIdentity) || chainIdentity.startsWith('eip155:')
}

/** True where the column is one of the chains, in any spelling. */
export function isAnyChain(column: string, chains: readonly string[]): RawBuilder<SqlBool> {
  return sql`chain_identity(${sql.ref(column)}) = any(${chains.map(toChainIdentity)}::text[])`
}

interface ContractColumns {
  readonly address: string
  readonly chain: string
}

/**
 * True where the columns have the address, in any spelling of the row's chain. The first condition finds candidates in
 * an index; the second is exact.
 */
export function isAddress(
  columns: ContractColumns,
  address: string | RawBuilder<string>,
): RawBuilder<SqlBool> {
  const [ownAddress, ownChain] = [sql.ref(columns.address), sql.ref(columns.chain)]
  return sql`(address_identity(${ownAddress}, ${ownChain}) = any(address_identities(${address}))
    and address_identity(${ownAddress}, ${ownChain}) = address_identity(${address}, ${ownChain}))`
}

/** True where the columns have the contract, in any spelling of its address and chain. */
export function isContract(
  columns: ContractColumns,
  contract: { readonly address: string; readonly chain: string },
): RawBuilder<SqlBool> {
  const [ownAddress, ownChain] = [sql.ref(columns.address), sql.ref(columns.chain)]
  return sql`(address_identity(${ownAddress}, ${ownChain}) = address_identity(${contract.address}, ${contract.chain})
    and chain_identity(${ownChain}) = chain_identity(${contract.chain}))`
}

/** True where both pairs of columns have the same contract, in any spelling. */
export function isSameContract(columns: ContractColumns, others: ContractColumns): RawBuilder<SqlBool> {
  const [address, chain] = [sql.ref(columns.address), sql.ref(columns.chain)]
  const [otherAddress, otherChain] = [sql.ref(others.address), sql.ref(others.chain)]
  return sql`(address_identity(${address}, ${chain}) = address_identity(${otherAddress}, ${otherChain})
    and chain_identity(${chain}) = chain_identity(${otherChain}))`
}

/** A text that is equal for all spellings of a contract. */
export function contractIdentity(contract: {
  readonly address: string
  readonly chain: string
}): RawBuilder<string> {
  return sql`(chain_identity(${contract.chain}) || ' ' || address_identity(${contract.address}, ${contract.chain}))`
}
