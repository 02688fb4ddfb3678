import { requireText } from '../database/validation.ts'
import type { SearchKind } from '../generated/graphql.ts'

const maxQueryLength = 200
const allKinds: readonly SearchKind[] = ['contract', 'chat_session', 'chat_message', 'analysis']

export interface SearchRequest {
  readonly kinds: readonly SearchKind[]
  /** Alternatives; a row must match all terms of one. */
  readonly groups: readonly (readonly SearchTerm[])[]
  /** The text for matching similar names; empty if the query has phrases, excluded words or OR, which match exactly. */
  readonly name: string
  /** A pattern for LIKE that an address contains; empty if the query is not a part of an address. */
  readonly addressPattern: string
}

export interface SearchTerm {
  /** As in the query, without quotes and minus. */
  readonly text: string
  readonly isExcluded: boolean
  readonly isPhrase: boolean
  /** A bare word at the end of the query, which the user may still be typing. */
  readonly isPrefix: boolean
}

/** @throws AppError BAD_USER_INPUT with the path of the argument. */
export function decodeSearchRequest(
  query: string,
  kinds: readonly SearchKind[] | null | undefined,
): SearchRequest {
  const text = requireText(query, 'query', { max: maxQueryLength }).trim()
  const groups = splitTerms(text)
  const isPlain = groups.length === 1 && groups.flat().every((term) => !term.isPhrase && !term.isExcluded)
  return {
    kinds: kinds ?? allKinds,
    groups,
    name: isPlain ? text : '',
    addressPattern: isPlain ? toAddressPattern(text) : '',
  }
}

/** A term: a phrase in quotes or a word, each perhaps after a minus. A quote that is not closed extends to the end. */
const termPattern = /(-?)"([^"]*)(?:"|$)|(-?)([^\s"]+)/g
const alternative = /^or$/i

function splitTerms(query: string): readonly (readonly SearchTerm[])[] {
  const groups: SearchTerm[][] = [[]]
  for (const match of query.matchAll(termPattern)) {
    const [all, , phrase, minus = '', word = ''] = match
    const isLast = match.index + all.length === query.length
    const isPhrase = phrase !== undefined
    if (!isPhrase && alternative.test(all)) {
      groups.push([])
      continue
    }
    const isExcluded = isPhrase ? all.startsWith('-') : minus !== '' && word !== ''
    const text = phrase ?? word
    groups.at(-1)?.push({ text, isExcluded, isPhrase, isPrefix: isLast && !isPhrase && !isExcluded })
  }
  const [first = [], ...others] = groups.filter((terms) => terms.length > 0)
  return [first, ...others]
}

/** One word of at least four letters and digits, or the ends of an address around an ellipsis. */
const addressPart = /^([0-9a-z]{2,})(?:…|\.{2,3})([0-9a-z]{2,})$|^([0-9a-z]{4,})$/i
const hasDigit = /\d|^[a-f]+$/i

/** Addresses are compared without regard to case, but leading zeros count. */
function toAddressPattern(text: string): string {
  const [, start, end, whole] = addressPart.exec(text) ?? []
  if (start !== undefined && end !== undefined) return `${start}%${end}`
  return whole !== undefined && hasDigit.test(whole) ? `%${whole}%` : ''
}

const wholeAddress = /^(?:0x[0-9a-f]+(?:::\S+)?|[0-9a-z:_+/.-]{20,})$/i

/** Whether the text may be a whole address on some chain, in any spelling. */
export function isWholeAddress(text: string): boolean {
  return wholeAddress.test(text)
}

/** Identifies the type of a row by a column that only this type has. */
export function findSubjectType(row: object): 'Contract' | 'ChatSession' | 'ChatMessage' | 'Analysis' {
  if ('targetAddress' in row) return 'Contract'
  if ('progress' in row) return 'Analysis'
  return 'sessionId' in row ? 'ChatMessage' : 'ChatSession'
}
