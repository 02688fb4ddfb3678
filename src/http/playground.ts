import { readFile } from 'node:fs/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { fillTemplate, sendAsset } from './page-assets.ts'
import { loadPlayground, type Playground } from './playground-assets.ts'
import { editorPolicy, pagePolicy } from './security-headers.ts'

/** Whether the playground is on, or why not: it needs introspection, and sends arbitrary documents. */
export type PlaygroundState = keyof typeof reasons | 'on'

const reasons = {
  'off: introspection':
    'The playground is off because introspection is off on this server. GRAPHQL_INTROSPECTION=true turns both on.',
  'off: trusted documents':
    'The playground is off because this server executes only the documents in its manifest (TRUSTED_DOCUMENTS).',
} as const

/** The files of the playground, under names that change with their content. Any other name is a 404. */
export function addPlayground(server: FastifyInstance, state: PlaygroundState): void {
  if (state !== 'on') return
  server.get<{ Params: { name: string } }>('/playground/:name', async (request, reply) => {
    const { assets } = await findPlayground()
    return sendAsset(assets.get(request.params.name), request, reply)
  })
}

/** A browser that shows a page asks for text/html; GraphQL clients never do. */
export function isPageRequest(request: FastifyRequest): boolean {
  return request.headers.accept?.includes('text/html') ?? false
}

/** Serves GraphiQL, or a page that explains why it is off. The page loads nothing from other hosts. */
export async function sendPage(reply: FastifyReply, state: PlaygroundState): Promise<FastifyReply> {
  if (state !== 'on') {
    const page = await readFile(new URL('playground/off.html', import.meta.url), 'utf8')
    return reply
      .type('text/html; charset=utf-8')
      .headers({ 'content-security-policy': pagePolicy, 'cache-control': 'no-cache' })
      .send(fillTemplate(page, { reason: reasons[state] }))
  }
  const { page } = await findPlayground()
  return reply
    .type('text/html; charset=utf-8')
    .headers({ 'content-security-policy': editorPolicy, 'cache-control': 'no-cache' })
    .send(page)
}

let loading: Promise<Playground> | undefined

/** Loaded when first asked for: a server whose playground nobody opens does without its 50 MB. */
function findPlayground(): Promise<Playground> {
  loading ??= loadPlayground()
  return loading
}
