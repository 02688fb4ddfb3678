import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { insertContract, insertUser } from '../support/factories.ts'

const api = await startApi()
const { db } = api
const owner = await insertUser(db)
const user_id = owner.id
const felt = 'abcdef0000000000000000000000000000000000000000000000000000000c7'
const lowerCase = '0xabcdef0000000000000000000000000000000001'

await insertContract(db, {
  ...{
    user_id,
    name: 'Alpha',
    description: 'A Bridge_to 100%',
    target_address: '0xAbCdEf0000000000000000000000000000000001',
  },
  ...{ tags: ['defi', 'live'], is_default: true, created_at: '2026-01-01T00:00:00Z' },
  updated_at: '2026-05-01T00:00:00Z',
})
await insertContract(db, {
  ...{ user_id, name: 'Beta', target_chain: 'lisk', target_address: '0xb2', tags: ['defi'] },
  ...{ created_at: '2026-02-01T00:00:00Z', updated_at: '2026-04-01T00:00:00Z' },
})
await insertContract(db, {
  ...{
    user_id,
    name: 'Gamma',
    target_chain: 'starknet',
    target_address: `0x0${felt.toUpperCase()}`,
    is_active: false,
  },
  ...{ created_at: '2026-03-01T00:00:00Z', updated_at: '2026-03-01T00:00:00Z' },
})
await insertContract(db, {
  user_id: (await insertUser(db)).id,
  name: 'Alpha of another user',
  tags: ['defi'],
})

const query = `query ($filter: ContractFilter) {
  contracts(filter: $filter, orderBy: { field: NAME, direction: ASC }) { totalCount edges { node { name } } }
}`

test.each([
  ['no filter', undefined, ['Alpha', 'Beta']],
  ['null', null, ['Alpha', 'Beta']],
  ['an empty filter', {}, ['Alpha', 'Beta']],
  ['archived ones', { isActive: false }, ['Gamma']],
  ['active and archived ones', { isActive: null }, ['Alpha', 'Beta', 'Gamma']],
  ['a part of the name in any case', { search: 'ALPH' }, ['Alpha']],
  ['a part of the description', { search: 'bridge_' }, ['Alpha']],
  ['a literal percent sign', { search: '%' }, ['Alpha']],
  ['a literal underscore', { search: 'e_t' }, ['Alpha']],
  ['a part of the address', { search: '0XABC' }, ['Alpha']],
  ['an empty search', { search: '' }, ['Alpha', 'Beta']],
  ['SQL in a search', { search: "' or true --" }, []],
  ['a chain', { chains: ['lisk'] }, ['Beta']],
  ['several chains', { chains: ['lisk', 'starknet'], isActive: null }, ['Beta', 'Gamma']],
  ['an empty list of chains', { chains: [] }, []],
  ['a tag', { tags: ['defi'] }, ['Alpha', 'Beta']],
  ['several tags', { tags: ['live', 'defi'] }, ['Alpha']],
  ['an unknown tag', { tags: ['defi', 'unknown'] }, []],
  ['an address in another case', { address: lowerCase }, ['Alpha']],
  ['a chain by another name', { chains: ['Lisk Mainnet'] }, ['Beta']],
  ['a Starknet address with leading zeros', { address: `0x000${felt}`, isActive: null }, ['Gamma']],
  [
    'a Starknet address in another spelling, as a search',
    { search: `0x000${felt}`, isActive: false },
    ['Gamma'],
  ],
  ['a part of an address, which does not match', { address: '0xabc' }, []],
  ['the default', { isDefault: true }, ['Alpha']],
  ['all but the default', { isDefault: false }, ['Beta']],
  ['an inclusive start', { createdAt: { from: '2026-02-01T00:00:00Z' } }, ['Beta']],
  ['an exclusive end', { createdAt: { to: '2026-02-01T00:00:00Z' } }, ['Alpha']],
  ['a time in another time zone', { createdAt: { from: '2026-02-01T01:00:00+01:00' } }, ['Beta']],
  ['changed in April', { updatedAt: { from: '2026-04-01T00:00:00Z', to: '2026-05-01T00:00:00Z' } }, ['Beta']],
  [
    'a range that ends before it begins',
    { createdAt: { from: '2027-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' } },
    [],
  ],
  ['all conditions together', { chains: ['ethereum'], tags: ['defi'], search: 'beta' }, []],
])('contracts can be filtered by %s, and are counted', async (_what, filter, names) => {
  const { data } = await api.ask(query, { filter }, owner)

  const edges = names.map((name) => ({ node: { name } }))
  expect(data.contracts).toEqual({ totalCount: names.length, edges })
})
