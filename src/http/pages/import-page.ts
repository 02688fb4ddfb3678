import { readFile } from 'node:fs/promises'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { pagePolicy } from '../security.ts'
import { type Asset, createAsset, fillTemplate, type PageWithAssets, sendAsset, sendPage } from './assets.ts'

/** Each script comes after those it imports, because their addresses are inserted into it. */
const files = [
  'playground/icon.svg',
  'import-page/page.css',
  'import-page/elements.js',
  'import-page/format.js',
  'import-page/queries.js',
  'import-page/api.js',
  'import-page/summary.js',
  'import-page/counts.js',
  'import-page/rejects.js',
  'import-page/proof.js',
  'import-page/history.js',
  'import-page/page.js',
]

/**
 * Serves /imports, the list of all imports, and /imports/ID, the report of one. Both are the same page without data:
 * its scripts query the API with the key that the user enters.
 */
export function addImportPage(server: FastifyInstance): void {
  server.get('/imports', (_request, reply) => sendImportPage(reply))
  server.get('/imports/:id', (_request, reply) => sendImportPage(reply))
  server.get<{ Params: { name: string } }>('/imports/files/:name', async (request, reply) => {
    const { assets } = await findImportPage()
    return sendAsset(assets.get(request.params.name), request, reply)
  })
}

/** Reads the documents that the page sends to the API. */
export async function readImportPageQueries(): Promise<readonly string[]> {
  const { href } = new URL('import-page/queries.js', import.meta.url)
  const module: Record<string, unknown> = await import(href)
  return Object.values(module).filter((query) => typeof query === 'string')
}

async function sendImportPage(reply: FastifyReply): Promise<FastifyReply> {
  const { page } = await findImportPage()
  return sendPage(reply, page, pagePolicy)
}

let loading: Promise<PageWithAssets> | undefined

function findImportPage(): Promise<PageWithAssets> {
  loading ??= loadImportPage()
  return loading
}

async function loadImportPage(): Promise<PageWithAssets> {
  const assets = new Map<string, Asset>()
  const addresses: Record<string, string> = {}
  for (const file of files) {
    const name = file.slice(file.indexOf('/') + 1)
    const { hashedName, asset } = createAsset(name, withAddresses(await readOwnFile(file), addresses))
    assets.set(hashedName, asset)
    addresses[name] = `/imports/files/${hashedName}`
  }
  return { page: fillTemplate(await readOwnFile('import-page/page.html'), addresses), assets }
}

/** Replaces the paths of a script's imports with the addresses of the served files. */
function withAddresses(text: string, addresses: Readonly<Record<string, string>>): string {
  return text.replace(/(?<=^import .*from ')\.\/([\w-]+\.js)(?=')/gm, (path, name) => addresses[name] ?? path)
}

function readOwnFile(file: string): Promise<string> {
  return readFile(new URL(file, import.meta.url), 'utf8')
}
