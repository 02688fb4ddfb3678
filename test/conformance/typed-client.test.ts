import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { preset } from '@graphql-codegen/client-preset'
import { codegen } from '@graphql-codegen/core'
import { buildSchema, parse } from 'graphql'
import { expect, onTestFinished, test } from 'vitest'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')

const query = `query Contracts($first: Int, $filter: ContractFilter) {
  contracts(first: $first, filter: $filter) { edges { node { name updatedAt } } }
}`

const program = (field: string, filter: string) => `
  import type { ContractsQuery, ContractsQueryVariables } from './client/graphql.ts'
  export const variables: ContractsQueryVariables = { first: 5, filter: ${filter} }
  export const read = (data: ContractsQuery): string[] => data.contracts.edges.map(({ node }) => node.${field})
`

test('a client with generated types compiles', async () => {
  expect(await compile(program('name', "{ chains: ['lisk'] }"))).toBe('')
})

test('a client with generated types does not compile if it uses an unknown field or argument', async () => {
  const problems = await compile(program('colour', "{ chain: ['lisk'] }"))
  expect(problems).toContain("Property 'colour' does not exist")
  expect(problems).toContain("'chain' does not exist in type")
})

/** Generates the client, checks the program's types, and returns the compiler's output. */
async function compile(source: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'metagauge-client-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  await symlink(join(root, 'node_modules'), join(directory, 'node_modules'))
  await generateClient(join(directory, 'client/'))
  await writeFile(join(directory, 'program.ts'), source)
  const options =
    '--strict --noEmit --module nodenext --allowImportingTsExtensions --skipLibCheck --types node'
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const args = [tsc, '--ignoreConfig', ...options.split(' '), 'program.ts']
  return run(process.execPath, args, { cwd: directory }).then(
    ({ stdout }) => stdout,
    ({ stdout, message }) => stdout || message,
  )
}

async function generateClient(baseOutputDir: string): Promise<void> {
  const text = await readFile(join(root, 'schema.graphql'), 'utf8')
  const files = await preset.buildGeneratesSection({
    baseOutputDir,
    schema: parse(text),
    schemaAst: buildSchema(text),
    documents: [{ document: parse(query), location: 'contracts.graphql', rawSDL: query }],
    ...{ config: {}, presetConfig: {}, plugins: [], pluginMap: {} },
  })
  for (const file of files) {
    await mkdir(dirname(file.filename), { recursive: true })
    await writeFile(file.filename, await codegen(file))
  }
}
