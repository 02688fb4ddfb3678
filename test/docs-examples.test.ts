import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  buildSchema,
  KnownDirectivesRule,
  NoUnusedFragmentsRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql'
import { afterAll, describe, expect, test } from 'vitest'
import { environment } from '../src/config.ts'
import { formatOutput, matchOutput, pairIds, readExamples, replaceOutputs } from './documentation.ts'
import { DocumentationSession } from './documentation-session.ts'

const root = join(import.meta.dirname, '..')
const schema = buildSchema(readFileSync(join(root, 'schema.graphql'), 'utf8'))
/** A client's own directives are not the server's, and a fragment may be used elsewhere. */
const rules = specifiedRules.filter((rule) => rule !== KnownDirectivesRule && rule !== NoUnusedFragmentsRule)

/** Documents whose examples follow each other in one checkout. */
const sessions = [['README.md', 'docs/api.md', 'docs/clients.md', 'docs/operating.md'], ['docs/importing.md']]
const others = readdirSync(join(root, 'docs'))
  .map((name) => `docs/${name}`)
  .filter((name) => name.endsWith('.md') && !sessions.flat().includes(name))

describe.each(sessions.map((documents) => ({ documents })))('the examples of $documents', ({ documents }) => {
  const session = new DocumentationSession()
  afterAll(() => session.end())

  // A slow machine takes seconds to start the database and each command.
  test.each(documents)(
    '%s shows what its commands print; `-u` updates it',
    { timeout: 180_000 },
    async (name) => {
      const path = join(root, name)
      const markdown = readFileSync(path, 'utf8')
      await expect(await updateOutputs(markdown, session)).toMatchFileSnapshot(path)
    },
  )
})

test.each(others)('%s has no command that is neither run nor skipped', (name) => {
  const examples = readExamples(readFileSync(join(root, name), 'utf8'))
  expect(examples.filter(({ language }) => language === 'sh')).toEqual([])
})

test('docs/operating.md lists every setting', () => {
  const rows = readFileSync(join(root, 'docs/operating.md'), 'utf8').matchAll(
    /^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|/gm,
  )
  const listed = [...rows].flatMap(([, names = '']) => names.replaceAll('`', '').split(', '))
  expect(listed.toSorted()).toEqual(Object.keys(environment.shape).toSorted())
})

/** The document with the outputs of this run where they differ from those that it shows. */
async function updateOutputs(markdown: string, session: DocumentationSession): Promise<string> {
  const replacements: { readonly start: number; readonly end: number; readonly text: string }[] = []
  for (const example of readExamples(markdown)) {
    const { language, source, output } = example
    if (language === 'graphql') expect(validate(schema, parse(source), rules), source).toEqual([])
    if (language === 'graphql' && output === undefined) continue
    const actual = await session.run(example)
    if (output === undefined) continue
    const ids = matchOutput(output, actual)
    session.learn(ids ?? pairIds(output, actual))
    if (ids === undefined) replacements.push({ ...output, text: formatOutput(output, actual) })
  }
  return replaceOutputs(markdown, replacements)
}
