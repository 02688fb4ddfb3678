import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { type Answer, readAnswer } from './api.ts'
import type { Account } from './factories.ts'

/** A part of a multipart request; a file if it has a file name. */
export interface Part {
  readonly name: string
  readonly content: string | Buffer
  readonly fileName?: string
}

export const boundary = 'one-two-three'
const line = '\r\n'

/** The two fields that must come first. */
export function fields(operations: unknown, map: unknown): Part[] {
  return [
    { name: 'operations', content: JSON.stringify(operations) },
    { name: 'map', content: JSON.stringify(map) },
  ]
}

/** The request body with these parts. */
export function toBody(parts: readonly Part[]): Buffer {
  return Buffer.concat([...parts.map(toPart), Buffer.from(`--${boundary}--${line}`)])
}

/** A part with its header and final line break. */
export function toPart({ name, content, fileName }: Part): Buffer {
  const file = fileName === undefined ? '' : `; filename="${fileName}"`
  const head = `--${boundary}${line}content-disposition: form-data; name="${name}"${file}${line}${line}`
  return Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from(line)])
}

/** Sends the parts as one request. */
export async function sendParts(
  url: string,
  parts: readonly Part[] | Buffer,
  sender?: Pick<Account, 'apiKey'>,
): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      ...(sender !== undefined && { 'x-api-key': sender.apiKey }),
    },
    body: Buffer.isBuffer(parts) ? parts : toBody(parts),
  })
  return readAnswer(response)
}

/** A request whose body is sent in chunks. */
export interface OpenRequest {
  readonly socket: Socket
  /** Everything that the server sends until the connection is closed. */
  readonly answer: Promise<string>
}

/** Sends the header of a multipart request with this Content-Length, and the start of its body. */
export function openRequest(
  url: string,
  options: { readonly bytes: number; readonly headers?: Readonly<Record<string, string>>; path?: string },
): OpenRequest {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  onTestFinished(() => void socket.destroy())
  const head = {
    host: hostname,
    'content-type': `multipart/form-data; boundary=${boundary}`,
    'content-length': options.bytes,
    ...options.headers,
  }
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}`)
  socket.write([`POST ${options.path ?? '/graphql'} HTTP/1.1`, ...lines, '', ''].join(line))
  const answer = text(socket).catch(() => '')
  return { socket, answer }
}
