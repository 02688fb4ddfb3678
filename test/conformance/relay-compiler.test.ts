import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')

/** A fragment for Relay's usePaginationFragment, which refetches the user by ID for each page. */
const contractList = (field: string) => `
  graphql\`
    fragment ContractList_user on User
    @refetchable(queryName: "ContractListPaginationQuery")
    @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
      contracts(first: $count, after: $cursor) @connection(key: "ContractList_contracts") {
        edges { node { id ${field} } }
      }
    }
  \`
  graphql\`query ContractListQuery { me { ...ContractList_user } }\`
`

test("Relay's compiler accepts a pagination fragment on a connection", async () => {
  expect(await compile(contractList('name'))).toEqual([
    'ContractListPaginationQuery.graphql.js',
    'ContractListQuery.graphql.js',
    'ContractList_user.graphql.js',
  ])
})

test("Relay's compiler rejects an unknown field", async () => {
  await expect(compile(contractList('colour'))).rejects.toThrow('The type `Contract` has no field `colour`')
})

/** Compiles a source file that contains GraphQL, and returns the names of the generated files. */
async function compile(source: string): Promise<readonly string[]> {
  const directory = await mkdtemp(join(tmpdir(), 'metagauge-relay-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  await writeFile(join(directory, 'ContractList.js'), source)
  await writeFile(join(directory, 'schema.graphql'), await readFile(join(root, 'schema.graphql')))
  const settings = { src: '.', schema: 'schema.graphql', language: 'javascript', eagerEsModules: true }
  await writeFile(join(directory, 'relay.config.json'), JSON.stringify(settings))
  const compiler = join(root, 'node_modules/relay-compiler/cli.js')
  await run(process.execPath, [compiler, '--noWatchman'], { cwd: directory })
  return (await readdir(join(directory, '__generated__'))).toSorted()
}
