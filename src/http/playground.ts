import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sendError } from './http-errors.ts'
import { type Asset, loadPlayground, type Playground } from './playground-assets.ts'
import { pagePolicy } from './security-headers.ts'

const yearSeconds = 365 * 24 * 60 * 60

/** The files of the playground, under names that change with their content. Any other name is a 404. */
export function addPlayground(server: FastifyInstance): void {
  server.get<{ Params: { name: string } }>('/playground/:name', async (request, reply) => {
    const { assets } = await findPlayground()
    const asset = assets.get(request.params.name)
    if (asset === undefined) return sendError(reply, 404, 'NOT_FOUND', 'The playground has no such file.')
    return sendAsset(asset, request, reply)
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
    .headers({ 'content-security-policy': pagePolicy, 'cache-control': 'no-cache' })
    .send(page)
}

let loading: Promise<Playground> | undefined

/** Loaded when first asked for: a server whose playground nobody opens does without its 50 MB. */
function findPlayground(): Promise<Playground> {
  loading ??= loadPlayground()
  return loading
}

async function sendAsset(asset: Asset, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  reply.headers({
    'cache-control': `public, max-age=${yearSeconds}, immutable`,
    etag: asset.etag,
    vary: 'accept-encoding',
  })
  if (request.headers['if-none-match'] === asset.etag) return reply.code(304).send()
  reply.type(asset.type)
  if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(asset.content)
  return reply.header('content-encoding', 'gzip').send(await asset.compress())
}
