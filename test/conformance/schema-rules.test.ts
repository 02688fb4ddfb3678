import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import plugin from '@graphql-eslint/eslint-plugin'
import type { Linter } from 'eslint'
import { buildSchema, getNamedType, isInputObjectType, isObjectType } from 'graphql'
import { expect, test } from 'vitest'
import { createDirectory } from '../support/embedded-postgres.ts'
import { lintGraphql } from './lint-graphql.ts'

const root = join(import.meta.dirname, '../..')

/** Object types without an ID, besides payloads, connections and edges. */
const typesWithoutId = [
  // The only one of its parent.
  ...['PageInfo', 'UserOnboarding', 'UserPreferences', 'ContractAnalysisParams', 'AnalysisLease'],
  // Identified by the parent's ID and a chain, version, time or number.
  ...['ContractRpcConfig', 'AnalysisInterpretation', 'AnalysisLog', 'ImportFile', 'ImportReject'],
  // Identified by its place in the list.
  'ChatComponent',
  // Computed for the request.
  ...['Quota', 'Usage', 'UsageMonth', 'UsageOfType', 'UsageOfChain', 'OnboardingStatus', 'ContractWarning'],
  ...['AnalysisStats', 'AnalysisStatusCount', 'AnalysisStatsRow', 'Dashboard', 'Activity', 'SearchResult'],
  ...['ExportedRejects', 'ImportCounts', 'ImportDocumentCounts', 'ImportWarningCount', 'ImportRejectCount'],
  ...['ImportSkippedPath', 'ImportRenamedUser'],
  // The token of a share link must not reveal IDs.
  ...['SharedContract', 'SharedAnalysis'],
]

/**
 * The rules that are configured differently from `schema-recommended` and `schema-relay`, or turned off. All others of these
 * sets apply as they are.
 */
const ownRules: Linter.RulesRecord = {
  // A description is written only if it adds something to the name.
  '@graphql-eslint/require-description': 'off',
  // A description of one line is in quotes, because the formatter prints a block in three lines. The rule demands one style
  // for all descriptions.
  '@graphql-eslint/description-style': 'off',
  '@graphql-eslint/strict-id-in-types': [
    'error',
    { exceptions: { types: typesWithoutId, suffixes: ['Payload', 'Connection', 'Edge'] } },
  ],
  // Short lists, such as a contract's tags, are plain lists.
  '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false }],
}

/** Rules of `schema-all`, which apply in addition to the recommended ones, that are turned off. */
const otherRules: Linter.RulesRecord = {
  // Fields are in order of importance.
  '@graphql-eslint/alphabetize': 'off',
  // Forbids mutations.
  '@graphql-eslint/no-root-type': 'off',
  // A mutation returns the changed objects, which is sufficient for a client's cache.
  '@graphql-eslint/require-field-of-type-query-in-mutation-result': 'off',
  // Root fields that always have a value are not null, so that clients need not check for null.
  '@graphql-eslint/require-nullable-result-in-root': 'off',
  // `schema-names.test.ts` checks the inputs of mutations.
  '@graphql-eslint/input-name': 'off',
}

/** Intentional exceptions to the rules. */
const exceptions = [
  // A ranking is only paged forwards.
  'search(: Field `search` must contain an argument `last`, that return Int.',
  'search(: Field `search` must contain an argument `before`, that return String or Scalar.',
  // Here, "Type" means the type of an analysis.
  'type UsageOfType {: Type "UsageOfType" should not have "Type" suffix',
  // Several events have the same object, which has the ID.
  "type ActivityEdge {: Edge type's field `node` must implement `Node` interface.",
  // A former version is only read with its message.
  "type ChatMessageRevisionEdge {: Edge type's field `node` must implement `Node` interface.",
  // The node is a search result; the found object within it has the ID.
  "type SearchEdge {: Edge type's field `node` must implement `Node` interface.",
  // Files and rejects of an import are identified by their place, not by an ID.
  "type ImportFileEdge {: Edge type's field `node` must implement `Node` interface.",
  "type ImportRejectEdge {: Edge type's field `node` must implement `Node` interface.",
  "type LegacyDocumentEdge {: Edge type's field `node` must implement `Node` interface.",
]

test('schema.graphql follows the recommended rules and those of Relay, with the listed exceptions', async () => {
  const faults = await lint(join(root, 'schema.graphql'))

  expect(faults.map(({ line, message }) => `${line}: ${message}`)).toEqual(exceptions)
})

test('a schema that breaks the rules fails', async () => {
  const file = join(createDirectory(), 'schema.graphql')
  writeFileSync(
    file,
    `type Query {
      getThings(first: Int): ThingConnection
    }
    type Mutation {
      deleteThing(id: ID!): Boolean
    }
    type ThingConnection {
      edges: [ThingEdge]
    }
    type ThingEdge {
      node: [Thing]
    }
    type Thing {
      Name: String
      thingColor: color
    }
    type Unused {
      id: ID!
    }
    enum color {
      red
    }`,
  )

  const faults = await lint(file)

  expect(faults.map(({ message }) => message).toSorted()).toEqual([
    'A field that returns a Connection type must include forward pagination arguments (`first` and `after`), backward pagination arguments (`last` and `before`), or both.',
    'Connection type must contain a field `pageInfo` that return a non-null `PageInfo` Object type.',
    'Edge type must contain a field `cursor` that return either a String, Scalar, or a non-null wrapper wrapper around one of those types.',
    'Enum "color" should be in PascalCase format',
    'Enum value "red" should be in UPPER_CASE format',
    'Field "Name" should be in camelCase format',
    'Field "getThings" should not have "get" prefix',
    'Field "thingColor" starts with the name of the parent type "Thing"',
    'Field `node` must return either a Scalar, Enum, Object, Interface, Union, or a non-null wrapper around one of those types.',
    'Object type `Unused` is unreachable.',
    'The server must provide a `PageInfo` object.',
    'Unexpected scalar result type `Boolean` for field "deleteThing" in type "Mutation"',
    'type "Thing" must have exactly one non-nullable unique identifier.\nAccepted name: id.\nAccepted type: ID.',
  ])
})

function lint(file: string) {
  return lintGraphql({
    files: [file],
    schema: file,
    rules: {
      ...plugin.configs['flat/schema-all'].rules,
      ...plugin.configs['flat/schema-relay'].rules,
      ...ownRules,
      ...otherRules,
    },
  })
}

test('every type without an ID exists', () => {
  const schema = buildSchema(readFileSync(join(root, 'schema.graphql'), 'utf8'))
  expect(typesWithoutId.filter((name) => !isObjectType(schema.getType(name)))).toEqual([])
})

test('no argument is a Float, which would round exact numbers', () => {
  const schema = buildSchema(readFileSync(join(root, 'schema.graphql'), 'utf8'))
  const types = Object.values(schema.getTypeMap()).flatMap((type) => {
    if (isInputObjectType(type)) return Object.values(type.getFields())
    return isObjectType(type) ? Object.values(type.getFields()).flatMap(({ args }) => args) : []
  })
  expect(types.length).toBeGreaterThan(100)
  expect(types.filter(({ type }) => getNamedType(type).name === 'Float')).toEqual([])
})
