import { readFile } from 'node:fs/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { editorPolicy, pagePolicy } from '../security.ts'
import { type Asset, createAsset, fillTemplate, type PageWithAssets, sendAsset, sendPage } from './assets.ts'

/** Whether the playground is on, or why it is off: it needs introspection, and sends arbitrary documents. */
export type PlaygroundState = keyof typeof reasons | 'on'

const reasons = {
  'off: introspection':
    'The playground is off because introspection is off on this server. GRAPHQL_INTROSPECTION=true turns both on.',
  'off: trusted documents':
    'The playground is off because this server executes only the documents in its manifest (TRUSTED_DOCUMENTS).',
} as const

/** Serves the files of the playground, under names that change with their content. */
export function addPlayground(server: FastifyInstance, state: PlaygroundState): void {
  if (state !== 'on') return
  server.get<{ Params: { name: string } }>('/playground/:name', async (request, reply) => {
    const { assets } = await findPlayground()
    return sendAsset(assets.get(request.params.name), request, reply)
  })
}

/** Whether a browser requests a page: only browsers accept text/html, GraphQL clients don't. */
export function isPageRequest(request: FastifyRequest): boolean {
  return request.headers.accept?.includes('text/html') ?? false
}

/** Sends GraphiQL, or a page that explains why it is off. The page loads nothing from other hosts. */
export async function sendPlayground(reply: FastifyReply, state: PlaygroundState): Promise<FastifyReply> {
  if (state === 'on') {
    const { page } = await findPlayground()
    return sendPage(reply, page, editorPolicy)
  }
  const page = await readOwnFile('off.html')
  return sendPage(reply, fillTemplate(page, { reason: reasons[state] }), pagePolicy)
}

let loading: Promise<PageWithAssets> | undefined

/** Loads the playground on first use: it takes 50 MB. */
function findPlayground(): Promise<PageWithAssets> {
  loading ??= loadPlayground()
  return loading
}

/** Reads GraphiQL from its package and creates the page around it, in about 150 ms. */
async function loadPlayground(): Promise<PageWithAssets> {
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

/** The package exports each of its files as a string. */
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

const exampleFiles = ['dashboard.graphql', 'import.graphql', 'import-progress.graphql']

/** Reads the documents of the initial tabs, whose titles are the names of the operations. */
export async function readExamples(): Promise<readonly { readonly query: string }[]> {
  return Promise.all(exampleFiles.map(async (file) => ({ query: await readOwnFile(file) })))
}

function readOwnFile(name: string): Promise<string> {
  return readFile(new URL(`playground/${name}`, import.meta.url), 'utf8')
}
