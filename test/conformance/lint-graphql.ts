import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import plugin from '@graphql-eslint/eslint-plugin'
import { ESLint, type Linter } from 'eslint'

interface LintOptions {
  /** All in one directory. */
  readonly files: readonly string[]
  readonly schema: string
  readonly rules: Linter.RulesRecord
}

interface Fault {
  readonly message: string
  /** The text of the line. */
  readonly line: string
}

/** The faults of these files. Fragments are only found in these files. */
export async function lintGraphql({ files, schema, rules }: LintOptions): Promise<readonly Fault[]> {
  const documents = files.filter((file) => file !== schema)
  const eslint = new ESLint({
    cwd: dirname(files[0] ?? schema),
    overrideConfigFile: true,
    overrideConfig: {
      files: ['**/*.graphql'],
      // The plugin's types are for an older version of ESLint.
      plugins: { '@graphql-eslint': plugin as unknown as ESLint.Plugin },
      languageOptions: {
        parser: plugin.parser,
        parserOptions: { graphQLConfig: { schema, ...(documents.length === 0 ? {} : { documents }) } },
      },
      rules,
    },
  })
  const results = await eslint.lintFiles([...files])
  return results.flatMap(({ filePath, messages }) => {
    const lines = readFileSync(filePath, 'utf8').split('\n')
    return messages.map(({ line, message }) => ({ message, line: lines[line - 1]?.trim() ?? '' }))
  })
}
