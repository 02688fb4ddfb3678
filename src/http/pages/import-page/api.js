/** @import { Answer } from './answer.ts' */

/** What the API refused, or that it could not be asked. */
export class ApiError extends Error {
  /**
   * @param {string} code the API's, or UNREACHABLE
   * @param {string} message
   */
  constructor(code, message) {
    super(message)
    this.code = code
  }
}

/**
 * Sends a query to the API of this server.
 * @param {string} key an API key or a token
 * @param {string} query
 * @param {object} variables
 * @param {AbortSignal} signal
 * @returns {Promise<Answer>}
 */
export async function askApi(key, query, variables, signal) {
  // No header can carry it.
  if (!/^[\x21-\x7e]+$/.test(key)) throw new ApiError('UNAUTHENTICATED', 'This is no key.')
  const { data, errors } = await readAnswer(await send(key, { query, variables }, signal))
  const [error] = errors ?? []
  if (error !== undefined) throw new ApiError(String(error.extensions?.code), String(error.message))
  return data
}

/**
 * What a failed request means to the person who looks at the page.
 * @param {unknown} error
 * @param {string} id the job's
 */
export function explain(error, id) {
  if (!(error instanceof ApiError)) throw error
  switch (error.code) {
    case 'UNAUTHENTICATED':
      return 'The server does not know this key. Paste the API key, or a token, of an administrator.'
    case 'FORBIDDEN':
      return 'This key belongs to somebody who is no administrator. Only administrators see imports.'
    case 'NOT_FOUND':
      return `There is no import with the id ${id}.`
    default:
      return error.message
  }
}

/**
 * @param {string} key
 * @param {object} body
 * @param {AbortSignal} signal
 */
function send(key, body, signal) {
  const headers = {
    accept: 'application/json',
    'content-type': 'application/json',
    authorization: `Bearer ${key}`,
  }
  return fetch('/graphql', { method: 'POST', headers, body: JSON.stringify(body), signal }).catch((error) => {
    if (signal.aborted) throw error
    throw new ApiError('UNREACHABLE', 'The server does not answer.')
  })
}

/** @param {Response} response */
async function readAnswer(response) {
  try {
    return await response.json()
  } catch {
    throw new ApiError('UNREACHABLE', `The server answered ${response.status} and no JSON.`)
  }
}
