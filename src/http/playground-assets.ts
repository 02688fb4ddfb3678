import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { readExamples } from './playground-examples.ts'

/** One file that the page loads. */
export interface Asset {
  readonly type: string
  readonly content: string
  readonly etag: string
  /** The content compressed with gzip; the work is done once. */
  readonly compress: () => Promise<Buffer>
}

export interface Playground {
  readonly page: string
  /** By name. The name holds a hash of the content, so a browser may keep the file for ever. */
  readonly assets: ReadonlyMap<string, Asset>
}

const contentTypes: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}
const compress = promisify(gzip)

/** Takes GraphiQL out of its package and puts our page around it: about 150 ms and 50 MB of memory. */
export async function loadPlayground(): Promise<Playground> {
  const contents = { ...(await readGraphiql()), ...(await readOwnFiles()) }
  const assets = new Map<string, Asset>()
  const addresses: Record<string, string> = {}
  for (const [name, content] of Object.entries(contents)) {
    const hash = createHash('sha256').update(content).digest('hex').slice(0, 16)
    const hashedName = name.replace('.', `.${hash}.`)
    assets.set(hashedName, createAsset(name, content, hash))
    addresses[name] = `/playground/${hashedName}`
  }
  return { page: await renderPage(addresses), assets }
}

/** The package holds each prebuilt file as one exported string. */
async function readGraphiql(): Promise<Record<string, string>> {
  const graphiql = await import('@graphql-yoga/render-graphiql/graphiql')
  return {
    'graphiql.js': graphiql.js,
    'graphiql.css': graphiql.css,
    'editor-worker.js': graphiql.editorWorkerService,
    'graphql-worker.js': graphiql.graphqlWorker,
    'json-worker.js': graphiql.jsonWorker,
  }
}

async function readOwnFiles(): Promise<Record<string, string>> {
  const names = ['page.js', 'page.css', 'icon.svg']
  const contents = await Promise.all(names.map(async (name) => [name, await readOwnFile(name)] as const))
  return Object.fromEntries(contents)
}

function readOwnFile(name: string): Promise<string> {
  return readFile(new URL(`playground/${name}`, import.meta.url), 'utf8')
}

function createAsset(name: string, content: string, hash: string): Asset {
  let compressed: Promise<Buffer> | undefined
  return {
    type: contentTypes[name.slice(name.lastIndexOf('.') + 1)] ?? 'text/plain',
    content,
    etag: `"${hash}"`,
    compress: () => (compressed ??= compress(content)),
  }
}

async function renderPage(addresses: Readonly<Record<string, string>>): Promise<string> {
  const settings = {
    workers: {
      editorWorkerService: addresses['editor-worker.js'],
      graphql: addresses['graphql-worker.js'],
      json: addresses['json-worker.js'],
    },
    examples: await readExamples(),
  }
  const values: Record<string, string> = { ...addresses, settings: toAttribute(JSON.stringify(settings)) }
  const template = await readOwnFile('page.html')
  return template.replace(/\{\{([\w.-]+)\}\}/g, (_mark, name: string) => values[name] ?? '')
}

function toAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
}
