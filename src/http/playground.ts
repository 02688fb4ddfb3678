import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sendAsset } from './page-assets.ts'
import { loadPlayground, type Playground } from './playground-assets.ts'
import { editorPolicy } from './security-headers.ts'

/** The files of the playground, under names that change with their content. Any other name is a 404. */
export function addPlayground(server: FastifyInstance): void {
  server.get<{ Params: { name: string } }>('/playground/:name', async (request, reply) => {
    const { assets } = await findPlayground()
    return sendAsset(assets.get(request.params.name), request, reply)
  })
}

/** A browser that shows a page asks for text/html; GraphQL clients never do. */
export function isPageRequest(request: FastifyRequest): boolean {
  return request.headers.accept?.includes('text/html') ?? false
}

/** Answers with GraphiQL. The page asks no other host for anything. */
export async function sendPage(reply: FastifyReply): Promise<FastifyReply> {
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
