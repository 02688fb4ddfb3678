import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { glob, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gqlPluckFromCodeString } from '@graphql-tools/graphql-tag-pluck'
import {
  buildSchema,
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type Source,
  validate,
  visit,
} from 'graphql'
import { OperatorError } from './src/errors.ts'
import { runProgram } from './src/process/program.ts'

/*
 * Generates a manifest of the documents in a client's code, for TRUSTED_DOCUMENTS. A document consists of an operation and
 * the fragments that it needs, as graphql-js prints them. Its ID is `sha256:` and the SHA-256 of that text.
 */

const usage = `npm run trusted-documents -- GLOB... --output FILE
Generates a manifest of the documents in a client's code, for the setting TRUSTED_DOCUMENTS.
GLOB matches .graphql files, and code with gql or graphql templates: 'client/src/**/*.{ts,tsx,graphql}'`

/** A definition in the client's code. */
interface Found<Definition extends DefinitionNode> {
  readonly definition: Definition
  readonly name: string
  readonly file: string
}

interface FoundDefinitions {
  readonly operations: readonly Found<OperationDefinitionNode>[]
  readonly fragments: ReadonlyMap<string, Found<FragmentDefinitionNode>>
}

await runProgram(async () => {
  const { globs, output } = readArguments()
  const problems: string[] = []
  const { operations, fragments } = await findDefinitions(globs, problems)
  const schema = buildSchema(readFileSync(join(import.meta.dirname, 'schema.graphql'), 'utf8'))
  const manifest = new Map<string, string>()
  for (const { definition, name, file } of operations) {
    const document = withFragments(definition, fragments)
    for (const { message } of validate(schema, document)) problems.push(`${file}: ${name}: ${message}`)
    const text = print(document)
    manifest.set(`sha256:${createHash('sha256').update(text).digest('hex')}`, text)
  }
  if (manifest.size === 0) problems.push(`the files that match ${globs.join(' or ')} contain no operation`)
  if (problems.length > 0) {
    const lines = problems.map((problem) => `  - ${problem}`)
    throw new OperatorError(
      `The documents have ${problems.length} problem(s). Nothing was written:\n${lines.join('\n')}`,
    )
  }
  await writeWhole(output, manifest)
  process.stdout.write(
    `Wrote ${manifest.size} documents to ${output}. Start the server with TRUSTED_DOCUMENTS=${output}\n`,
  )
})

function readArguments(): { readonly globs: readonly string[]; readonly output: string } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { output: { type: 'string' } },
    })
    if (positionals.length > 0 && values.output !== undefined)
      return { globs: positionals, output: values.output }
  } catch (error) {
    throw new OperatorError(`${error instanceof Error ? error.message : String(error)}\n${usage}`, {
      cause: error,
    })
  }
  throw new OperatorError(usage)
}

async function findDefinitions(globs: readonly string[], problems: string[]): Promise<FoundDefinitions> {
  const operations = new Map<string, Found<OperationDefinitionNode>>()
  const fragments = new Map<string, Found<FragmentDefinitionNode>>()
  for (const file of await listFiles(globs)) {
    for (const definition of await readDefinitions(file, problems)) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) add(fragments, definition, file, problems)
      else if (definition.kind === Kind.OPERATION_DEFINITION) add(operations, definition, file, problems)
      else problems.push(`${file}: ${definition.kind} is neither an operation nor a fragment`)
    }
  }
  return { operations: [...operations.values()].toSorted(byName), fragments }
}

/** Each file once, ordered by name. */
async function listFiles(globs: readonly string[]): Promise<readonly string[]> {
  const files = new Set<string>()
  for await (const entry of glob([...globs], { withFileTypes: true })) {
    if (entry.isFile()) files.add(join(entry.parentPath, entry.name))
  }
  return [...files].toSorted()
}

async function readDefinitions(file: string, problems: string[]): Promise<readonly DefinitionNode[]> {
  try {
    const text = await readFile(file, 'utf8')
    const sources: readonly (Source | string)[] = /\.(graphql|gql)$/.test(file)
      ? [text]
      : await gqlPluckFromCodeString(file, text)
    return sources.flatMap((source) => parse(source).definitions)
  } catch (error) {
    problems.push(`${file}: ${error instanceof Error ? error.message : String(error)}`)
    return []
  }
}

/** The same definition may occur in several files. */
function add<Definition extends OperationDefinitionNode | FragmentDefinitionNode>(
  definitions: Map<string, Found<Definition>>,
  definition: Definition,
  file: string,
  problems: string[],
): void {
  const name = definition.name?.value
  if (name === undefined) {
    problems.push(`${file}: an operation must have a name`)
    return
  }
  const other = definitions.get(name)
  if (other === undefined) definitions.set(name, { definition, name, file })
  else if (print(other.definition) !== print(definition)) {
    problems.push(`${file}: ${name} is defined differently in ${other.file}`)
  }
}

/** The operation, then its fragments in order of use; validation reports missing ones. */
function withFragments(
  operation: OperationDefinitionNode,
  fragments: FoundDefinitions['fragments'],
): DocumentNode {
  const definitions = new Set<DefinitionNode>([operation])
  // The set grows while it is iterated.
  for (const definition of definitions) {
    visit(definition, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value)
        if (fragment !== undefined) definitions.add(fragment.definition)
      },
    })
  }
  return { kind: Kind.DOCUMENT, definitions: [...definitions] }
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : 1
}

/** Written atomically: a server that starts at the same time reads either the previous manifest or this one. */
async function writeWhole(output: string, manifest: ReadonlyMap<string, string>): Promise<void> {
  const partial = `${output}.partial-${process.pid}`
  try {
    await writeFile(partial, `${JSON.stringify(Object.fromEntries(manifest), null, 2)}\n`)
    await rename(partial, output)
  } catch (error) {
    throw new OperatorError(
      `${output} can't be written: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    )
  }
}
