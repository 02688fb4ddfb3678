import { type Agent, request } from 'node:http'

export interface SentAnswer {
  readonly status: number
  readonly bytes: number
  /** The first code of an error, or `ok`. */
  readonly outcome: string
}

/** How much of the beginning and end of a response is searched for an error code. */
const readLength = 4_096

export interface SentRequest {
  readonly url: string
  readonly agent: Agent
  readonly apiKey: string | undefined
  readonly body: string
  readonly signal?: AbortSignal
}

/** Sends one GraphQL request and reads its answer without keeping it. */
export function sendRequest({ url, agent, apiKey, body, signal }: SentRequest): Promise<SentAnswer> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      ...(apiKey === undefined ? {} : { 'x-api-key': apiKey }),
    }
    const sent = request(url, { method: 'POST', agent, headers, ...(signal && { signal }) }, (message) => {
      let bytes = 0
      let text = ''
      message.setEncoding('latin1')
      message.on('data', (chunk: string) => {
        bytes += chunk.length
        if (text.length < readLength) text += chunk.slice(0, readLength)
      })
      message.on('error', reject)
      message.on('end', () => resolve({ status: message.statusCode ?? 0, bytes, outcome: outcomeOf(text) }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

function outcomeOf(text: string): string {
  if (!text.startsWith('{"errors"')) return 'ok'
  return /"code":"(\w+)"/.exec(text)?.[1] ?? 'error'
}
