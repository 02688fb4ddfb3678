import { maxHeaderSize } from 'node:http'
import type { Socket } from 'node:net'

/** The error that Node.js raises for an invalid request. */
export interface MalformedRequest extends Error {
  readonly code: string
}

/** Answers an invalid HTTP request in the format of all other errors, and closes its connection. */
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
        `The URL and headers are longer than ${maxHeaderSize} bytes.`,
      ]
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return ['408 Request Timeout', 'The request was not received in time.']
    default:
      return ['400 Bad Request', 'The request is not valid HTTP.']
  }
}
