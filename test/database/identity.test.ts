import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { toChainIdentity } from '../../src/database/identity.ts'
import { createTestDatabase } from '../support/database.ts'

const { db } = (await createTestDatabase()).connection

async function identitiesOf(addresses: readonly string[], chain: string | null): Promise<readonly string[]> {
  const { rows } = await sql<{ identity: string }>`
    select address_identity(address, ${chain}) as identity
    from unnest(${addresses}::text[]) with ordinality as given(address, place) order by place`.execute(db)
  return rows.map(({ identity }) => identity)
}

async function chainsInDatabase(chains: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ identity: string }>`
    select chain_identity(chain) as identity
    from unnest(${chains}::text[]) with ordinality as given(chain, place) order by place`.execute(db)
  return rows.map(({ identity }) => identity)
}

test.each([
  ['ethereum', ['ethereum', 'Ethereum', 'ETH', ' eth ', 'mainnet', 'eth-mainnet', '1', '0x1', 'EIP155:1']],
  ['bsc', ['BSC', 'BNB Smart Chain', 'binance_smart_chain', '56', '0x38', 'bsc-mainnet']],
  ['polygon', ['Polygon', 'matic', 'Polygon PoS', '137']],
  ['lisk', ['lisk', 'Lisk Mainnet', '1135']],
  ['starknet', ['StarkNet', 'SN_MAIN', 'starknet-mainnet']],
  ['solana', ['SOL', 'solana mainnet beta']],
  ['eip155:424242', ['424242', 'eip155:424242']],
  ['caf\u00e9-chain', ['Caf\u00e9 Chain', 'cafe\u0301_chain']],
  ['', ['', '  ']],
])('the chain %s has these spellings', async (identity, spellings) => {
  expect(new Set(spellings.map(toChainIdentity))).toEqual(new Set([identity]))
})

test('chains that are different networks have different identities', () => {
  const chains = [
    'ethereum',
    'sepolia',
    'base',
    'base-sepolia',
    'bitcoin',
    'bitcoin cash',
    'lisk-sepolia',
    '2',
  ]
  expect(new Set(chains.map(toChainIdentity)).size).toBe(chains.length)
})

test('the database and the server agree on the identity of every chain', async () => {
  const migration = await import('../../migrations/0021-identities.ts')
  const words = fc.constantFrom(
    ...migration.knownChains,
    ...'aZ09 _-:.é\u0301İſK',
    '가',
    '-mainnet',
    '0x',
    'eip155:',
  )
  const names = fc.array(words, { maxLength: 5 }).map((parts) => parts.join(''))
  await fc.assert(
    fc.asyncProperty(fc.array(names, { minLength: 50, maxLength: 200 }), async (chains) => {
      expect(chains.map(toChainIdentity)).toEqual(await chainsInDatabase(chains))
    }),
    { numRuns: 50, examples: [[[...migration.knownChains]]] },
  )
})

const checksummed = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'
const lower = checksummed.toLowerCase()
const felt = '49d36570d4e46f48e99674bd3fcc84644ddd6b96f7c741b1562b82f9e004dc7'

test.each([
  ['ethereum', [checksummed, lower, `0X${lower.slice(2).toUpperCase()}`, ` ${lower}`, lower.slice(2)]],
  ['ETH', [checksummed, lower]],
  ['eip155:424242', [checksummed, lower]],
  ['xdc', [lower, `xdc${lower.slice(2)}`]],
  ['starknet', [`0x${felt}`, `0x0${felt}`, `0x0${felt.toUpperCase()}`, `0X00${felt}`]],
  ['starknet', ['0x0', '0x000']],
  ['aptos', ['0x1', '1', `0x${'0'.repeat(63)}1`]],
  ['sui', ['0x2::sui::SUI', '0x0002::sui::SUI']],
  ['tron', ['41a614f803b6fd780986a42c78ec9c7f77e6ded13c', '0x41A614F803B6FD780986A42C78EC9C7F77E6DED13C']],
  ['bitcoin', ['bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', 'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4']],
  ['osmosis', ['osmo1clpqr4nrk4khgkxj78fcwwh6dl3uw4epasmvnj', 'OSMO1CLPQR4NRK4KHGKXJ78FCWWH6DL3UW4EPASMVNJ']],
  [
    'bitcoin-cash',
    ['bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a', 'QPM2QSZNHKS23Z7629MMS6S4CWEF74VCWVY22GDX6A'],
  ],
  [
    'ton',
    [
      'EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N',
      '0:83dfd552e63729b472fcbcc8c45ebcc6691702558b68ec7527e1ba403a0f31a8',
      '0:83DFD552E63729B472FCBCC8C45EBCC6691702558B68EC7527E1BA403A0F31A8',
    ],
  ],
  ['near', ['alice.near', 'Alice.NEAR']],
  ['unheard', [checksummed, lower]],
  [null, [checksummed, lower]],
])('on %s, these are one address', async (chain, spellings) => {
  expect(new Set(await identitiesOf(spellings, chain)).size).toBe(1)
})

const base58 = '7EYnhQoR9YM3N7UoaKRoA44Uy8JeaZV3qyouov87awMs'

test.each([
  ['solana', [base58, base58.toLowerCase()]],
  ['tron', ['TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', 'tr7nhqjekqxgtci8q8zy4pl8otszgjlj6t']],
  ['bitcoin', ['1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', '1a1zp1ep5qgefi2dmptftl5slmv7divfna']],
  ['ethereum', ['0x1', '0x01']],
  ['starknet', ['0x10', '0x1']],
  ['sui', ['0x2::sui::SUI', '0x2::sui::sui']],
  ['unheard', ['Abc', 'abc']],
])('on %s, these are different addresses', async (chain, spellings) => {
  expect(new Set(await identitiesOf(spellings, chain)).size).toBe(spellings.length)
})

test('the identity of an address is one of those of the address without its chain', async () => {
  const addresses = [
    checksummed,
    `0x00${felt}`,
    base58,
    '0x0002::sui::SUI',
    'Alice.near',
    'TR7NHqjeKQxGTCi8',
    '',
  ]
  const chains = [
    'ethereum',
    'starknet',
    'solana',
    'sui',
    'near',
    'tron',
    'bitcoin',
    'bch',
    'ton',
    'lisk',
    'x',
  ]
  const { rows } = await sql<{ isCovered: boolean }>`
    select address_identity(address, chain) = any(address_identities(address)) as "isCovered"
    from unnest(${addresses}::text[]) as address, unnest(${chains}::text[]) as chain`.execute(db)
  expect(rows).toHaveLength(addresses.length * chains.length)
  expect(rows.filter(({ isCovered }) => !isCovered)).toEqual([])
})

test('the identity of an identity is the same', async () => {
  const addresses = fc.string({ unit: fc.constantFrom(...'0xX1aAfFzZ:s_/ é41qbc'), maxLength: 60 })
  const chains = fc.constantFrom('ethereum', 'starknet', 'sui', 'tron', 'ton', 'near', 'bitcoin', 'bch', 'x')
  await fc.assert(
    fc.asyncProperty(fc.array(addresses, { minLength: 50 }), chains, async (given, chain) => {
      const identities = await identitiesOf(given, chain)
      expect(await identitiesOf(identities, chain)).toEqual(identities)
    }),
    { numRuns: 50 },
  )
})
