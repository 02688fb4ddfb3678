import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { loadTrustedDocuments } from '../src/graphql/trusted-documents.ts'
import { createDirectory } from './support/embedded-postgres.ts'
import { runProgram } from './support/programs.ts'

const code = `import { gql } from '@apollo/client'
  import { graphql } from './generated'
  export const list = gql\`
    query Contracts($first: Int) { contracts(first: $first) { edges { node { ...Card } } } }
    \${CARD}
  \`
  export const search = graphql(\`query Find { search(query: "two  blanks") { edges { cursor } } }\`)
`
const fragments = 'fragment Card on Contract { name ...Deep }\nfragment Deep on Contract { tags }'

test('documents in code and .graphql files become a manifest that the server accepts', async () => {
  const { directory, output } = writeClient({ 'src/list.tsx': code, 'src/deep/card.graphql': fragments })
  const { exitCode, stdout } = await run(directory, output)
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Wrote 2 documents to')])
  const texts: readonly string[] = Object.values(JSON.parse(readFileSync(output, 'utf8')))
  expect(texts[0]).toMatch(/^query Contracts.*\n\nfragment Card .*\n\nfragment Deep /s)
  expect(texts[1]).toContain('"two  blanks"')
  const documents = loadTrustedDocuments({ path: output, ownTexts: [], validationRules: [] })
  expect(texts.map((text) => documents.has(text))).toEqual([true, true])
})

test('the same code produces the same manifest, however it is split into files', async () => {
  const one = writeClient({ 'a.ts': code, 'b.graphql': fragments })
  const other = writeClient({ 'z.ts': code, 'a.graphql': fragments, 'again.graphql': fragments })
  await run(one.directory, one.output)
  await run(other.directory, other.output)
  expect(readFileSync(other.output, 'utf8')).toBe(readFileSync(one.output, 'utf8'))
})

test('all problems are listed by file, and nothing is written', async () => {
  const { directory, output } = writeClient({
    'one.graphql': 'query One { me { nam } } query Two { me { id } }',
    'two.graphql': 'query Two { me { name } }',
    'unnamed.graphql': '{ me { id } }',
    'lacking.graphql': 'query Lacking { me { ...Missing } }',
    'broken.graphql': 'query Broken {',
    'broken.ts': 'export const x = gql`query Other {`',
    'schema.graphql': 'type Query { a: Int }',
  })
  const { exitCode, stderr } = await run(directory, output)
  expect(exitCode).toBe(1)
  for (const problem of [
    'one.graphql: One: Cannot query field "nam" on type "User".',
    'Two is defined differently in',
    'unnamed.graphql: an operation must have a name',
    'lacking.graphql: Lacking: Unknown fragment "Missing".',
    'broken.graphql: Syntax Error',
    'broken.ts: ',
    'schema.graphql: ObjectTypeDefinition is neither an operation nor a fragment',
  ]) {
    expect(stderr).toContain(problem)
  }
  expect(() => readFileSync(output)).toThrow('ENOENT')
})

test('without files or an output, the command prints its usage', async () => {
  const { directory, output } = writeClient({})
  expect(await run(directory, output)).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('contain no operation'),
  })
  const program = runProgram('trusted-documents.ts', ['client/*.ts'], {})
  expect([await program.exited, program.stderr()]).toEqual([1, expect.stringContaining('--output FILE')])
})

function writeClient(files: Readonly<Record<string, string>>): { directory: string; output: string } {
  const directory = createDirectory()
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true })
    writeFileSync(join(directory, name), content)
  }
  return { directory, output: join(createDirectory(), 'manifest.json') }
}

async function run(directory: string, output: string) {
  const words = [`${directory}/**/*.{ts,tsx,graphql}`, '--output', output]
  const program = runProgram('trusted-documents.ts', words, {})
  return { exitCode: await program.exited, stdout: program.stdout(), stderr: program.stderr() }
}
