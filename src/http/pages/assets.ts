import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sendError } from '../errors.ts'

/** A file that a page loads. */
export interface Asset {
  readonly type: string
  readonly content: string
  readonly etag: string
  /** The content compressed with gzip, once. */
  readonly compress: () => Promise<Buffer>
}

/** By name. Names contain a hash of the content, so browsers may cache the files forever. */
type Assets = ReadonlyMap<string, Asset>

/** A page with the files that it loads. */
export interface PageWithAssets {
  readonly page: string
  readonly assets: Assets
}

const yearSeconds = 365 * 24 * 60 * 60
const contentTypes: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}
const compress = promisify(gzip)

/** Creates a file and the name with which it is served. */
export function createAsset(name: string, content: string): { hashedName: string; asset: Asset } {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 16)
  let compressed: Promise<Buffer> | undefined
  const asset = {
    type: contentTypes[name.slice(name.lastIndexOf('.') + 1)] ?? 'text/plain',
    content,
    etag: `"${hash}"`,
    compress: () => (compressed ??= compress(content)),
  }
  return { hashedName: name.replace('.', `.${hash}.`), asset }
}

/** Replaces each `{{name}}` in a page with the value of this name. */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{([\w.-]+)\}\}/g, (_mark, name: string) => values[name] ?? '')
}

/** Sends a page with its Content-Security-Policy. Browsers must request it again each time. */
export function sendPage(reply: FastifyReply, page: string, policy: string): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .headers({ 'content-security-policy': policy, 'cache-control': 'no-cache' })
    .send(page)
}

/** Sends a file, or 404 if it is undefined. */
export async function sendAsset(
  asset: Asset | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (asset === undefined)
    return sendError(reply, {
      status: 404,
      code: 'NOT_FOUND',
      message: 'The page has no file with this name.',
    })
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
