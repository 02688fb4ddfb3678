import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import plugin from '@graphql-eslint/eslint-plugin'
import type { Linter } from 'eslint'
import { expect, test } from 'vitest'
import { ourDialect } from '../../bench/queries/ours.ts'
import { createDirectory } from '../support/embedded-postgres.ts'
import { lintGraphql } from './lint-graphql.ts'

const root = join(import.meta.dirname, '../..')
const playground = join(root, 'src/http/pages/playground')
const importPage: object = await import(join(root, 'src/http/pages/import-page/queries.js'))

/** The rules that are configured differently from `operations-recommended`, or turned off. */
const ownRules: Linter.RulesRecord = {
  // The pages and the benchmark have no cache that needs the ID of each object.
  '@graphql-eslint/require-selections': 'off',
  // Each list takes three levels: its field, `edges` and `node`.
  '@graphql-eslint/selection-set-depth': ['error', { maxDepth: 9 }],
}

/** The documents of the playground, of the page of imports and of the benchmark. */
const documents: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    readdirSync(playground)
      .filter((name) => name.endsWith('.graphql'))
      .map((name) => [`playground-${name}`, readFileSync(join(playground, name), 'utf8')]),
  ),
  ...Object.fromEntries(Object.entries(importPage).map(([name, text]) => [`${name}.graphql`, text])),
  ...Object.fromEntries(Object.entries(ourDialect).map(([name, { text }]) => [`${name}.graphql`, text])),
}

test('the documents of the pages and of the benchmark follow the recommended rules', async () => {
  expect(Object.keys(documents).length).toBeGreaterThanOrEqual(14)
  expect(await lint(documents)).toEqual([])
})

test('documents that break the rules fail', async () => {
  const messages = await lint({
    'one.graphql': 'query GetOne($id: ID!) { me { nam } }',
    'two.graphql': '{ me { id id } }',
    'three.graphql': 'fragment Unused on User { id }',
  })
  expect(messages.toSorted()).toEqual([
    'Anonymous GraphQL operations are forbidden. Make sure to name your query!',
    'Cannot query field "nam" on type "User". Did you mean "name"?',
    'Field `id` defined multiple times.',
    'Fragment "Unused" is never used.',
    'Query "GetOne" should not have "Get" prefix',
    'Variable "$id" is never used in operation "GetOne".',
  ])
})

async function lint(texts: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const directory = createDirectory()
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(directory, name), text)
  const faults = await lintGraphql({
    files: Object.keys(texts).map((name) => join(directory, name)),
    schema: join(root, 'schema.graphql'),
    rules: { ...plugin.configs['flat/operations-recommended'].rules, ...ownRules },
  })
  return faults.map(({ message }) => message)
}
