import { readFile } from 'node:fs/promises'
import { type Asset, type Assets, createAsset, fillTemplate } from './page-assets.ts'
import { readExamples } from './playground-examples.ts'

export interface Playground {
  readonly page: string
  readonly assets: Assets
}

/** Takes GraphiQL out of its package and puts our page around it: about 150 ms and 50 MB of memory. */
export async function loadPlayground(): Promise<Playground> {
  const contents = { ...(await readGraphiql()), ...(await readOwnFiles()) }
  const assets = new Map<string, Asset>()
  const addresses: Record<string, string> = {}
  for (const [name, content] of Object.entries(contents)) {
    const { hashedName, asset } = createAsset(name, content)
    assets.set(hashedName, asset)
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

async function renderPage(addresses: Readonly<Record<string, string>>): Promise<string> {
  const settings = {
    workers: {
      editorWorkerService: addresses['editor-worker.js'],
      graphql: addresses['graphql-worker.js'],
      json: addresses['json-worker.js'],
    },
    examples: await readExamples(),
  }
  const values = { ...addresses, settings: toAttribute(JSON.stringify(settings)) }
  return fillTemplate(await readOwnFile('page.html'), values)
}

function toAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
}
