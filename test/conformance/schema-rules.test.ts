import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import plugin from '@graphql-eslint/eslint-plugin'
import { ESLint, type Linter } from 'eslint'
import { buildSchema, getNamedType, isInputObjectType, isObjectType } from 'graphql'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** Rules of graphql-eslint that we follow in another way than it expects, or not at all. */
const ownRules: Linter.RulesRecord = {
  // A description is written only where it adds something to the name.
  '@graphql-eslint/require-description': 'off',
  // An edge has a cursor and a node; but a short list that has an end, such as a contract's tags, is a list.
  '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false }],
  // One line in quotes, longer texts in blocks; the rule knows only one of the two.
  '@graphql-eslint/description-style': 'off',
  // The order is that of the product's words: what is asked for most comes first.
  '@graphql-eslint/alphabetize': 'off',
  // Only what `node` finds has an id; a quota or a page has none.
  '@graphql-eslint/strict-id-in-types': 'off',
  // There are mutations.
  '@graphql-eslint/no-root-type': 'off',
  // A mutation returns the objects that it changed, and that is what a client's cache needs.
  '@graphql-eslint/require-field-of-type-query-in-mutation-result': 'off',
  // What always has an answer is not null: a failure fails the field's request, not a screen that forgot to look.
  '@graphql-eslint/require-nullable-result-in-root': 'off',
  // A mutation that needs ids alone takes them by that name.
  '@graphql-eslint/input-name': 'off',
}

/** Single places where a rule that holds everywhere else is broken on purpose. */
const exceptions = [
  // A ranking has a start and no useful end.
  'search(: Field `search` must contain an argument `last`, that return Int.',
  'search(: Field `search` must contain an argument `before`, that return String or Scalar.',
  // The usage of a type of analysis.
  'type UsageOfType {: Type "UsageOfType" should not have "Type" suffix',
  // A find and its snippet: the object that was found is inside, and has the id.
  "type SearchEdge {: Edge type's field `node` must implement `Node` interface.",
  // A rejected record is no object of the product; it is known by its place in a file.
  "type ImportFileEdge {: Edge type's field `node` must implement `Node` interface.",
  "type ImportRejectEdge {: Edge type's field `node` must implement `Node` interface.",
]

test("schema.graphql keeps Relay's rules and graphql-eslint's, but for the exceptions listed here", async () => {
  expect(await lint(join(root, 'schema.graphql'))).toEqual(exceptions)
})

async function lint(file: string): Promise<readonly string[]> {
  const eslint = new ESLint({
    cwd: root,
    overrideConfigFile: true,
    overrideConfig: {
      files: ['**/*.graphql'],
      // Its types are of an older ESLint; what it is at run time, this test shows.
      plugins: { '@graphql-eslint': plugin as unknown as ESLint.Plugin },
      languageOptions: {
        parser: plugin.parser,
        parserOptions: { graphQLConfig: { schema: file } },
      },
      rules: {
        ...plugin.configs['flat/schema-all'].rules,
        ...plugin.configs['flat/schema-relay'].rules,
        ...ownRules,
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
