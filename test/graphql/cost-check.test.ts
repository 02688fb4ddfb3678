import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import { insertContract, insertUser } from '../support/factories.ts'

const api = await startApi()
const user = await insertUser(api.db)
const { id } = await insertContract(api.db, { user_id: user.id })

const ids = Array.from({ length: 100 }, () => id)
const items = (fields: string) => `edges { node { ${fields} } }`
const repeat = (count: number, write: (number: number) => string) =>
  Array.from({ length: count }, (_, number) => write(number)).join(' ')
const threeDeep = (argument: string) =>
  `contracts(${argument}) { ${items(`analyses(${argument}) { ${items(`contract { analyses(${argument}) { ${items('id')} } }`)} }`)} }`
const searches = (filter: string) =>
  repeat(30, (n) => `a${n}: contracts(filter: ${filter}, first: ${n}) { totalCount }`)

interface Disguise {
  readonly query: string
  /** Sent first, so that their cached costs could be used for the others by mistake. */
  readonly cheap: object
  readonly expensive: object
}

const disguises: Readonly<Record<string, Disguise>> = {
  'a default behind a null for first': {
    query: `query ($n: Int = 100) { ${threeDeep('first: $n')} }`,
    cheap: { n: null },
    expensive: {},
  },
  'a default behind a null for last': {
    query: `query ($n: Int = 100) { ${threeDeep('last: $n')} }`,
    cheap: { n: null },
    expensive: {},
  },
  'a number instead of a default': {
    query: `query ($n: Int = 1) { ${threeDeep('first: $n')} }`,
    cheap: {},
    expensive: { n: 100 },
  },
  'default ids': {
    query: `query ($ids: [ID!]! = ${JSON.stringify(ids)}) { nodes(ids: $ids) { ... on Contract { analyses(first: 100) { ${items('owner { id }')} } } } }`,
    cheap: { ids: [] },
    expensive: {},
  },
  'one id as a list of many': {
    query: `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Contract { analyses(first: 100) { ${items('owner { id }')} } } } }`,
    cheap: { ids: id },
    expensive: { ids },
  },
  'a default that includes': {
    query: `query ($all: Boolean! = true) { me { id ...A @include(if: $all) } } fragment A on User { ${threeDeep('first: 100')} }`,
    cheap: { all: false },
    expensive: {},
  },
  'a default that does not skip': {
    query: `query ($none: Boolean! = false) { me { id } ${searches('{ search: "x" }').replaceAll(') {', ') @skip(if: $none) {')} }`,
    cheap: { none: true },
    expensive: {},
  },
  'a search in an input object': {
    query: `query ($f: ContractFilter) { ${searches('$f')} }`,
    cheap: { f: { tags: ['x'] } },
    expensive: { f: { search: 'x' } },
  },
  'a default search in an input object': {
    query: `query ($f: ContractFilter = { search: "x" }) { ${searches('$f')} }`,
    cheap: { f: null },
    expensive: {},
  },
  'a search within an input object': {
    query: `query ($s: String = "x") { ${searches('{ search: $s }')} }`,
    cheap: { s: null },
    expensive: {},
  },
  'an empty search': {
    query: `query ($s: String) { ${searches('{ search: $s }')} }`,
    cheap: { s: '' },
    expensive: { s: 'x' },
  },
}

test.each(Object.entries(disguises))(
  'an expensive query with %s is rejected, however many cheap requests precede it',
  async (_what, { query, cheap, expensive }) => {
    for (const before of [0, 1, 2, 3, 4]) {
      const text = `# ${before}\n${query}`
      for (let time = 0; time < before; time++) {
        expect(codesOf(await api.ask(text, cheap, user))).not.toContain('TOO_COMPLEX')
      }
      const statements = await api.statementsOf(async () => {
        expect(codesOf(await api.ask(text, expensive, user))).toEqual(['TOO_COMPLEX'])
      })
      expect(statements.length).toBeLessThanOrEqual(1)
    }
  },
)

test.each([
  [
    'a list for an input object',
    'query ($f: ContractFilter) { contracts(filter: $f) { totalCount } }',
    { f: [] },
  ],
  ['a text for a number', `query ($f: Int) { ${threeDeep('first: $f')} }`, { f: '100' }],
  ['a fraction for a number', `query ($f: Int) { ${threeDeep('first: $f')} }`, { f: 99.5 }],
  ['a number for a boolean', `query ($f: Boolean!) { me { id @skip(if: $f) } }`, { f: 0 }],
  ['a null in a list of ids', 'query ($f: [ID!]!) { nodes(ids: $f) { id } }', { f: [null] }],
  [
    'a null for @include',
    'query ($f: Boolean = true) { contracts { totalCount } me @include(if: $f) { id } }',
    { f: null },
  ],
  [
    'an unknown field of an input object',
    `query ($f: ContractFilter) { ${threeDeep('first: 1, filter: $f').replaceAll('analyses(first: 1, filter: $f)', 'analyses')} }`,
    { f: { first: 100 } },
  ],
])('a query with %s is not executed, however often it is sent', async (_what, query, variables) => {
  for (const _time of [1, 2, 3, 4, 5]) {
    const statements = await api.statementsOf(async () => {
      expect(codesOf(await api.ask(query, variables, user))).toEqual(['BAD_USER_INPUT'])
    })
    expect(statements.length).toBeLessThanOrEqual(1)
  }
})

test('a mutation’s cost is calculated with the variables that it is executed with', async () => {
  const query = `mutation ($ids: [ID!]! = ${JSON.stringify(ids)}) {
    archiveContracts(input: { ids: $ids }) { contracts { analyses(first: 100) { ${items('owner { id } contract { id }')} } } } }`
  for (const _time of [1, 2, 3, 4, 5]) {
    expect(codesOf(await api.ask(query, { ids: [] }, user))).toEqual(['BAD_USER_INPUT'])
    expect(codesOf(await api.ask(query, {}, user))).toEqual(['TOO_COMPLEX'])
    expect(codesOf(await api.ask(query, { ids: [[]] }, user))).toEqual(['BAD_USER_INPUT'])
  }
})
