import { readFile } from 'node:fs/promises'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { pagePolicy } from '../security.ts'
import { type Asset, type Assets, createAsset, fillTemplate, sendAsset } from './assets.ts'

/** A script stands behind those that it imports: their addresses are written into it. */
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

interface ImportPage {
  readonly page: string
  readonly assets: Assets
}

/**
 * /imports, the list of all imports, and /imports/ID, the report of one. The page is the same and holds no data: it
 * asks the API with the key that is typed into it.
 */
export function addImportPage(server: FastifyInstance): void {
  server.get('/imports', (_request, reply) => sendImportPage(reply))
  server.get('/imports/:id', (_request, reply) => sendImportPage(reply))
  server.get<{ Params: { name: string } }>('/imports/files/:name', async (request, reply) => {
    const { assets } = await findImportPage()
    return sendAsset(assets.get(request.params.name), request, reply)
  })
}

/** The documents that the page sends to the API. */
export async function readImportPageQueries(): Promise<readonly string[]> {
  const { href } = new URL('import-page/queries.js', import.meta.url)
  const module: Record<string, unknown> = await import(href)
  return Object.values(module).filter((query) => typeof query === 'string')
}

async function sendImportPage(reply: FastifyReply): Promise<FastifyReply> {
  const { page } = await findImportPage()
  return reply
    .type('text/html; charset=utf-8')
    .headers({ 'content-security-policy': pagePolicy, 'cache-control': 'no-cache' })
    .send(page)
}

let loading: Promise<ImportPage> | undefined

function findImportPage(): Promise<ImportPage> {
  loading ??= loadImportPage()
  return loading
}

async function loadImportPage(): Promise<ImportPage> {
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

/** The text of a script whose imports lead to the files as they are served. */
function withAddresses(text: string, addresses: Readonly<Record<string, string>>): string {
  return text.replace(/(?<=^import .*from ')\.\/([\w-]+\.js)(?=')/gm, (path, name) => addresses[name] ?? path)
}

function readOwnFile(file: string): Promise<string> {
  return readFile(new URL(file, import.meta.url), 'utf8')
}
