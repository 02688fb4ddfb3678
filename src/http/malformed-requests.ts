import { maxHeaderSize } from 'node:http'
import type { Socket } from 'node:net'

/** As Node.js raises it for bytes that are no request. */
export interface MalformedRequest extends Error {
  readonly code: string
}

/** Answers a request that never became one, in the shape of all other failures, and closes its connection. */
export function answerMalformed(error: MalformedRequest, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  if (socket.writable) socket.write(toResponse(error))
  socket.destroy(error)
}

function toResponse({ code }: MalformedRequest): string {
  const [status, message] = describe(code)
  const body = JSON.stringify({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] })
  return [
    `HTTP/1.1 ${status}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    '',
    body,
  ].join('\r\n')
}

function describe(code: string): readonly [status: string, message: string] {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return [
        '431 Request Header Fields Too Large',
        `The URL and the headers have more than ${maxHeaderSize} bytes.`,
      ]
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return ['408 Request Timeout', 'The request did not come in time.']
    default:
      return ['400 Bad Request', 'The bytes are not an HTTP request.']
  }
}
