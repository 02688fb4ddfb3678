import { readFile } from 'node:fs/promises'

/** One tab that the playground opens with; its title is the operation's name. */
export interface Example {
  readonly query: string
}

const files = ['dashboard.graphql', 'import.graphql', 'import-progress.graphql']

/** The example documents, in the order of their tabs. */
export function readExamples(): Promise<readonly Example[]> {
  return Promise.all(files.map(async (file) => ({ query: await readDocument(file) })))
}

function readDocument(file: string): Promise<string> {
  return readFile(new URL(`playground/${file}`, import.meta.url), 'utf8')
}
