/** @import { Answer } from './answer.ts' */

/** An error of the API, or of the connection to it. */
export class ApiError extends Error {
  /**
   * @param {string} code a code of the API, or UNREACHABLE
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
  // Headers can't contain other characters.
  if (!/^[\x21-\x7e]+$/.test(key)) throw new ApiError('UNAUTHENTICATED', 'This is not an API key.')
  const { data, errors } = await readAnswer(await send(key, { query, variables }, signal))
  const [error] = errors ?? []
  if (error !== undefined) throw new ApiError(String(error.extensions?.code), String(error.message))
  return data
}

/**
 * The message that the page shows for a failed request.
 * @param {unknown} error
 * @param {string} id the id of the job
 */
export function explain(error, id) {
  if (!(error instanceof ApiError)) throw error
  switch (error.code) {
    case 'UNAUTHENTICATED':
      return 'This key is not valid. Paste the API key or a token of an administrator.'
    case 'FORBIDDEN':
      return 'This key does not belong to an administrator. Only administrators can see imports.'
    case 'NOT_FOUND':
      return `No import has the id ${id}.`
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
    throw new ApiError('UNREACHABLE', 'The server does not respond.')
  })
}

/** @param {Response} response */
async function readAnswer(response) {
  try {
    return await response.json()
  } catch {
    throw new ApiError('UNREACHABLE', `The server responded with status ${response.status} and no JSON.`)
  }
}
