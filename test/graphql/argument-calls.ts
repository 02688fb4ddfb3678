import { getNamedType, isCompositeType, isListType } from 'graphql'
import type { ApiClient } from '../support/api.ts'
import type { Account } from '../support/factories.ts'
import {
  apiSchema,
  exampleOf,
  exampleWith,
  type InputPlace,
  listInputPlaces,
} from '../support/schema-walk.ts'

const id = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'
/** Slightly less than the limit on a request body. */
export const hugeLength = 900_000
export const huge = 'x'.repeat(hugeLength)

/** The selection that leads to an object of each type. */
const parentOfType: Readonly<Record<string, string>> = {
  AnalysisStats: 'analysisStats',
  Analysis: `analysis(id: "${id}")`,
  ChatMessage: `node(id: "${id}")`,
  ChatSession: `chatSession(id: "${id}")`,
  Contract: `contract(id: "${id}")`,
  Dashboard: 'dashboard',
  ImportJob: `importJob(id: "${id}")`,
  SharedContract: 'sharedContract(token: "mgs_unknown")',
  User: 'me',
}

/** Values that exceed every limit, by scalar. */
export const tooLarge: Readonly<Record<string, readonly unknown[]>> = {
  String: [huge],
  ID: [huge],
  JSON: [huge, { text: huge }, { [huge]: 1 }, Array.from({ length: 300_000 }, () => 1)],
  EmailAddress: [`${huge}@example.com`, `a@${huge}`, `a@${'a.'.repeat(hugeLength / 2)}com`],
  DateTime: [huge, `2026-03-01T09:30:00.${'0'.repeat(hugeLength)}Z`],
  LocalDate: [huge, `2026-03-${'0'.repeat(hugeLength)}1`],
  BigInt: ['9'.repeat(hugeLength)],
}

export const namedPlaces = listInputPlaces(apiSchema)
  // Only multipart requests can contain files, which their input object requires.
  .filter(({ path }) => !path.startsWith('input.files'))
  .map((place) => ({
    ...place,
    name: `${place.typeName}.${place.field.name}(${place.path})`,
  }))
export const textPlaces = namedPlaces.filter(({ type }) => String(type) in tooLarge)
export const listPlaces = namedPlaces.filter(({ type }) => isListType(type))

/**
 * Selects the field with this value at this position of its arguments, and with examples of all other required
 * arguments.
 */
export function createArgumentSender(api: ApiClient, sender: Account) {
  return ({ typeName, field, path }: InputPlace, value: unknown) => {
    const [argument, ...rest] = path.split('.')
    const args = field.args.filter(
      ({ name, defaultValue, type }) =>
        name === argument || (defaultValue === undefined && String(type).endsWith('!')),
    )
    const declared = args.map(({ name, type }) => `$${name}: ${type}`).join(', ')
    const given = args.map(({ name }) => `${name}: $${name}`).join(', ')
    const content = isCompositeType(getNamedType(field.type)) ? ' { __typename }' : ''
    const leaf = `${field.name}(${given})${content}`
    const selection = typeName === 'ChatMessage' ? `... on ChatMessage { ${leaf} }` : leaf
    const parent = parentOfType[typeName]
    const operation = typeName === 'Mutation' ? 'mutation' : 'query'
    const query = `${operation} (${declared}) { ${parent === undefined ? selection : `${parent} { ${selection} }`} }`
    const variables = args.map(({ name, type }) => [
      name,
      name === argument ? exampleWith(type, rest, value) : exampleOf(type),
    ])
    return api.ask(query, Object.fromEntries(variables), sender)
  }
}

/** This number of lists with the same search, which use different pages. */
export const searchAliases = (count: number, search: string, lists: readonly string[]) =>
  Array.from(
    { length: count },
    (_, n) => `a${n}: ${lists[n % lists.length]}(filter: ${search}, first: ${n}) { totalCount }`,
  ).join(' ')
