import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sendError } from '../errors.ts'

/** One file that a page loads. */
export interface Asset {
  readonly type: string
  readonly content: string
  readonly etag: string
  /** The content compressed with gzip; the work is done once. */
  readonly compress: () => Promise<Buffer>
}

/** By name. The name holds a hash of the content, so a browser may keep the file for ever. */
export type Assets = ReadonlyMap<string, Asset>

const yearSeconds = 365 * 24 * 60 * 60
const contentTypes: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}
const compress = promisify(gzip)

/** A file under the name by which it is served. */
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

/** Puts values into a page in the place of their marks: `{{name}}`. */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{([\w.-]+)\}\}/g, (_mark, name: string) => values[name] ?? '')
}

/** Answers with the page's file of that name, or that there is none. */
export async function sendAsset(
  asset: Asset | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (asset === undefined) return sendError(reply, 404, 'NOT_FOUND', 'The page has no such file.')
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
