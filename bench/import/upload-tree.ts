import { openAsBlob } from 'node:fs'
import { join } from 'node:path'
import type { Bench } from './bench.ts'
import { kinds } from './legacy-tree.ts'
import type { TimedImport } from './timed-import.ts'

/** Sends the files of the tree with the mutation, as a client from another machine does. Returns the server's answer. */
export async function uploadTree(
  { options: { cacheDirectory } }: Bench,
  query: string,
  { api, tree, verify }: Pick<TimedImport, 'api' | 'tree' | 'verify'>,
): Promise<unknown> {
  const files = kinds.map((kind) => ({ kind: kind.toUpperCase(), file: null }))
  const form = new FormData()
  form.set('operations', JSON.stringify({ query, variables: { input: { verify, files } } }))
  const places = kinds.map((_, index) => [index, [`variables.input.files.${index}.file`]])
  form.set('map', JSON.stringify(Object.fromEntries(places)))
  for (const [index, kind] of kinds.entries()) {
    const name = `${kind}.json`
    form.set(String(index), await openAsBlob(join(cacheDirectory, tree.name, name)), name)
  }
  const headers = { 'x-api-key': api.adminKey }
  const response = await fetch(api.url, { method: 'POST', headers, body: form })
  const { data, errors } = JSON.parse(await response.text())
  if (errors !== undefined) throw new Error(`The server answered: ${JSON.stringify(errors)}`)
  return data
}
