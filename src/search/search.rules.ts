import { requireText } from '../database/validation.ts'
import type { SearchKind } from '../generated/graphql.ts'

const maxQueryLength = 200
const exactQuery = /"|(^|\s)-\S/
const allKinds: readonly SearchKind[] = ['contract', 'chat_session', 'chat_message']

export interface SearchRequest {
  readonly query: string
  /** In lower case; empty if the query has no word. */
  readonly firstWord: string
  /** The text for matching similar names; empty if the query has phrases or excluded words, which must match exactly. */
  readonly name: string
  readonly kinds: readonly SearchKind[]
}

/** @throws AppError BAD_USER_INPUT with the path of the argument. */
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

/** Identifies the type of a row by a column that only this type has. */
export function findSubjectType(row: object): 'Contract' | 'ChatSession' | 'ChatMessage' {
  if ('targetAddress' in row) return 'Contract'
  return 'sessionId' in row ? 'ChatMessage' : 'ChatSession'
}
