import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import plugin from '@graphql-eslint/eslint-plugin'
import { ESLint, type Linter } from 'eslint'
import { buildSchema, getNamedType, isInputObjectType, isObjectType } from 'graphql'
import { expect, test } from 'vitest'

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
  'ImportSkippedPath',
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
  expect(await lint(join(root, 'schema.graphql'))).toEqual(exceptions)
})

test('every type without an ID exists', () => {
  const schema = buildSchema(readFileSync(join(root, 'schema.graphql'), 'utf8'))
  expect(typesWithoutId.filter((name) => !isObjectType(schema.getType(name)))).toEqual([])
})

async function lint(file: string): Promise<readonly string[]> {
  const eslint = new ESLint({
    cwd: root,
    overrideConfigFile: true,
    overrideConfig: {
      files: ['**/*.graphql'],
      // The plugin's types are for an older version of ESLint.
      plugins: { '@graphql-eslint': plugin as unknown as ESLint.Plugin },
      languageOptions: {
        parser: plugin.parser,
        parserOptions: { graphQLConfig: { schema: file } },
      },
      rules: {
        ...plugin.configs['flat/schema-all'].rules,
        ...plugin.configs['flat/schema-relay'].rules,
        ...ownRules,
        ...otherRules,
      },
    },
  })
  const results = await eslint.lintFiles([file])
  const lines = readFileSync(file, 'utf8').split('\n')
  return results.flatMap(({ messages }) =>
    messages.map(({ line, message }) => `${lines[line - 1]?.trim()}: ${message}`),
  )
}

test('no argument is a Float, which would round exact numbers', () => {
  const schema = buildSchema(readFileSync(join(root, 'schema.graphql'), 'utf8'))
  const types = Object.values(schema.getTypeMap()).flatMap((type) => {
    if (isInputObjectType(type)) return Object.values(type.getFields())
    return isObjectType(type) ? Object.values(type.getFields()).flatMap(({ args }) => args) : []
  })
  expect(types.length).toBeGreaterThan(100)
  expect(types.filter(({ type }) => getNamedType(type).name === 'Float')).toEqual([])
})
