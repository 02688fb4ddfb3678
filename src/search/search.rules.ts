import { requireText } from '../database/validation.ts'
import type { SearchKind } from '../generated/graphql.ts'

const maxQueryLength = 200
const exactQuery = /"|(^|\s)-\S/
const allKinds: readonly SearchKind[] = ['contract', 'chat_session', 'chat_message']

/** What to look for, and where. */
export interface SearchRequest {
  readonly query: string
  /** In lower case; empty if there is none. */
  readonly firstWord: string
  /** What names may resemble; empty where the query says exactly what it wants: a phrase, or a word to leave out. */
  readonly name: string
  readonly kinds: readonly SearchKind[]
}

/** @throws AppError BAD_USER_INPUT that names the argument. */
export function decodeSearchRequest(
  query: string,
  kinds: readonly SearchKind[] | null | undefined,
): SearchRequest {
  const text = requireText(query, 'query', { max: maxQueryLength })
  return {
    query: text,
    firstWord: /[\p{L}\p{N}]+/u.exec(text)?.[0].toLowerCase() ?? '',
    name: exactQuery.test(text) ? '' : text,
    kinds: kinds ?? allKinds,
  }
}

/** Which type a row is of, by a column that no other has. */
export function findSubjectType(row: object): 'Contract' | 'ChatSession' | 'ChatMessage' {
  if ('targetAddress' in row) return 'Contract'
  return 'sessionId' in row ? 'ChatMessage' : 'ChatSession'
}
