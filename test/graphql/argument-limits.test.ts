import { isInputObjectType, isListType, isObjectType } from 'graphql'
import { expect, test } from 'vitest'
import { checkArguments, listLimits, textLimits } from '../../src/graphql/argument-limits.ts'
import { codesOf, startApi } from '../support/api.ts'
import { insertUser } from '../support/factories.ts'
import { apiSchema, exampleOf } from '../support/schema-walk.ts'
import {
  createArgumentSender,
  huge,
  hugeLength,
  listPlaces,
  namedPlaces,
  searchAliases,
  textPlaces,
  tooLarge,
} from './argument-calls.ts'

const api = await startApi()
const admin = await insertUser(api.db, { role: 'admin' })
const ask = createArgumentSender(api, admin)

test('the tested arguments include every kind of text', () => {
  expect(new Set(textPlaces.map(({ type }) => String(type)))).toEqual(new Set(Object.keys(tooLarge)))
  expect(textPlaces.length).toBeGreaterThan(150)
  expect(listPlaces.length).toBeGreaterThan(40)
})

const placeOf = (name: string) => {
  const place = namedPlaces.find((one) => one.name === name)
  if (place === undefined) throw new Error(`${name} is not in the schema.`)
  return place
}

/** Requests may be smaller than the limit on these, which has its own test. */
const results = ['Mutation.completeAnalysis(input.results)', 'Mutation.failAnalysis(input.results)']

test.each(textPlaces.filter(({ name }) => !results.includes(name)))(
  '$name rejects a text that is too long, by name and without a statement',
  async (place) => {
    for (const value of tooLarge[String(place.type)] ?? []) {
      const statements = await api.statementsOf(async () => {
        const answer = await ask(place, value)
        expect(codesOf(answer)).toEqual(['BAD_USER_INPUT'])
        const { message, extensions } = answer.errors[0] ?? {}
        expect(extensions?.argument ?? message).toContain(
          extensions?.argument === undefined ? 'Variable' : place.path,
        )
        expect(answer.text.length).toBeLessThan(5000)
      })
      expect(statements.length).toBeLessThanOrEqual(1)
    }
  },
)

test.each(results)('%s may have 64 Mi characters, and no more', (name) => {
  const { field, path } = placeOf(name)
  const check = (text: string) => () =>
    checkArguments(`Mutation.${field.name}`, field.args, { input: { results: text } })
  const longest = 'x'.repeat(64 * 2 ** 20)

  expect(check(`${longest}x`)).toThrow(
    expect.objectContaining({ problems: [expect.objectContaining({ argument: path })] }),
  )
  expect(check(longest)).not.toThrow()
})

test.each(listPlaces)(
  '$name rejects a list that is too long, by name and without a statement',
  async (place) => {
    if (!isListType(place.type)) throw new Error('not a list')
    const item = exampleOf(place.type.ofType)
    const length = Math.floor(hugeLength / (JSON.stringify(item).length + 1))
    const statements = await api.statementsOf(async () => {
      const answer = await ask(
        place,
        Array.from({ length }, () => item),
      )
      expect(codesOf(answer)).toEqual(['BAD_USER_INPUT'])
      expect(answer.errors[0]?.extensions.argument).toBe(place.path)
    })
    expect(statements.length).toBeLessThanOrEqual(1)
  },
)

test('each limit refers to an argument or input field of the schema', () => {
  const coordinates = Object.values(apiSchema.getTypeMap()).flatMap((type) => {
    if (isInputObjectType(type)) return Object.keys(type.getFields()).map((name) => `${type.name}.${name}`)
    if (!isObjectType(type)) return []
    return Object.values(type.getFields()).flatMap(({ name, args }) =>
      args.map((argument) => `${type.name}.${name}(${argument.name})`),
    )
  })

  expect(coordinates).toEqual(expect.arrayContaining(Object.keys({ ...textLimits, ...listLimits })))
})

test.each([
  ['Query.contracts(filter.search)', 200],
  ['Query.contracts(filter.tags.0)', 4096],
  ['Query.search(query)', 200],
  ['Mutation.createContract(input.name)', 255],
  ['Mutation.createContract(input.description)', 10_000],
  ['Mutation.createContract(input.tags.0)', 100],
  ['Mutation.createContract(input.idempotencyKey)', 255],
  ['Mutation.openChatSession(input.title)', 500],
  ['Mutation.register(input.password)', 1024],
  ['Mutation.updatePreferences(input.defaultChain)', 50],
])('%s may have %i code points', async (name, length) => {
  const place = placeOf(name)
  const argumentOf = async (text: string) => (await ask(place, text)).errors[0]?.extensions.argument

  expect(await argumentOf('🦄'.repeat(length + 1))).toBe(place.path)
  expect(await argumentOf('🦄'.repeat(length))).not.toBe(place.path)
})

test('a password has at least 8 code points', async () => {
  const place = placeOf('Mutation.register(input.password)')
  const answer = await ask(place, '🦄'.repeat(7))

  expect(answer.errors[0]?.extensions.argument).toBe('input.password')
})

test.each([
  ['in a variable', 'query ($s: String)', '{ search: $s }'],
  ['in the query', '', `{ search: "${huge}" }`],
])(
  'a search of 900,000 characters in 49 lists is rejected without a statement, %s',
  async (_where, head, search) => {
    // Only once in the query text: a request body has no room for more.
    const text = searchAliases(head === '' ? 1 : 49, search, ['contracts', 'chatSessions', 'users'])
    for (const _time of [1, 2, 3, 4, 5]) {
      const statements = await api.statementsOf(async () => {
        const answer = await api.ask(`${head} { ${text} }`, head === '' ? {} : { s: huge }, admin)
        expect(answer.errors[0]).toMatchObject({
          extensions: { code: 'BAD_USER_INPUT', argument: 'filter.search' },
        })
      })
      expect(statements.length).toBeLessThanOrEqual(1)
    }
  },
)

test('the longest search in as many lists as the cost allows sends two queries per list', async () => {
  const query = `query ($s: String) { ${searchAliases(4, '{ search: $s }', ['contracts', 'chatSessions', 'users'])} }`
  const statements = await api.statementsOf(async () => {
    expect(codesOf(await api.ask(query, { s: 'x%'.repeat(100) }, admin))).toEqual([])
  })

  // Each search runs in its own transaction.
  expect(statements.filter((text) => /^\s*(select|with)\b/.test(text))).toHaveLength(1 + 2 * 4)
  const more = `query ($s: String) { ${searchAliases(5, '{ search: $s }', ['contracts'])} }`
  expect(codesOf(await api.ask(more, { s: 'x' }, admin))).toEqual(['TOO_COMPLEX'])
})
