import type { SearchRequest, SearchTerm } from './search.rules.ts'

/** A term as PostgreSQL parses it. */
export interface ParsedTerm {
  /** The text of a tsquery: one word, several that must be adjacent, or empty if the text has no word. */
  readonly exact: string
  /** The parts of a camelCase word as the text of a tsquery; empty unless there are several. */
  readonly parts: string
  /** English words with the same stem. */
  readonly variants: readonly string[]
  /** Other spellings of an address. */
  readonly spellings: readonly Spelling[]
}

interface Spelling {
  readonly text: string
  /** The text of a tsquery. */
  readonly words: string
}

/** The request as texts of tsqueries. */
export interface SearchQuery {
  /** The exact condition. To check adjacent words, PostgreSQL parses the texts of rows. */
  readonly exact: string
  /** A wider condition that the indexes answer alone: adjacent words may be anywhere. */
  readonly indexed: string
  /** As `indexed`, but only words as typed: no prefixes and no other forms. */
  readonly typed: string
  /** As `indexed`, but one of the wanted words is enough, and nothing is excluded. */
  readonly anyWord: string
  readonly hasExclusions: boolean
  /** Whether several texts together may match, though none does alone, or exclude what one of them matches. */
  readonly isCombinable: boolean
}

const minPrefixLength = 2
const noWords = ''

/** @param parsed the terms of the request in order. */
export function createSearchQuery(
  userId: string,
  { groups }: Pick<SearchRequest, 'groups'>,
  parsed: readonly ParsedTerm[],
): SearchQuery {
  let place = 0
  const alternatives = groups
    .map((terms) =>
      terms.flatMap((term) => {
        const words = parsed[place]
        place += 1
        return words === undefined || words.exact === '' ? [] : { term, words }
      }),
    )
    .filter((terms) => terms.length > 0)
  const combine = (toText: (term: SearchTerm, words: ParsedTerm) => string) => {
    const conditions = alternatives.map((terms) =>
      join(
        terms.map(({ term, words }) => toText(term, words)),
        '&',
      ),
    )
    // One that excludes nothing is true for every text.
    const condition = conditions.includes('') ? '' : join(conditions, '|')
    return ofOwner(userId, condition, alternatives.length > 0)
  }
  return {
    exact: combine((term, words) => toCondition(term, words, { hasForms: true, isWide: false })),
    indexed: combine((term, words) => toCondition(term, words, { hasForms: true, isWide: true })),
    typed: combine((term, words) => toCondition(term, words, { hasForms: false, isWide: true })),
    anyWord: createAnyWord(userId, alternatives.flat()),
    hasExclusions: alternatives.flat().some(({ term }) => term.isExcluded),
    isCombinable: alternatives.some((terms) => terms.length > 1),
  }
}

function createAnyWord(
  userId: string,
  terms: readonly { readonly term: SearchTerm; readonly words: ParsedTerm }[],
): string {
  const wanted = terms
    .filter(({ term }) => !term.isExcluded)
    .map(({ term, words }) => toCondition(term, words, { hasForms: true, isWide: true }))
  return ofOwner(userId, join(wanted, '|'), wanted.length > 0)
}

/** The word of the owner is in every text, and in no query of a user. See `search_words`. */
function ofOwner(userId: string, condition: string, hasWords: boolean): string {
  if (!hasWords) return noWords
  const owner = `'u${userId.replaceAll('-', '')}@owner.id'`
  return condition === '' ? owner : `${owner} & (${condition})`
}

interface ConditionForm {
  /** Whether a bare word also matches as a prefix and in other forms. */
  readonly hasForms: boolean
  readonly isWide: boolean
}

/** Empty if the condition excludes nothing. */
function toCondition(
  { isPhrase, isExcluded, isPrefix }: SearchTerm,
  { exact, parts, variants, spellings }: ParsedTerm,
  { hasForms, isWide }: ConditionForm,
): string {
  const spelled = spellings.map(({ words }) => words).filter((words) => words !== '')
  if (isExcluded) {
    // Texts that contain the words, but not as a phrase, must not be excluded.
    const excluded = [exact, ...spelled].filter((words) => !isWide || !isAdjacent(words))
    return excluded.length === 0 ? '' : `!(${join(excluded, '|')})`
  }
  const toText = (words: string) => (isWide ? words.replaceAll(adjacency, '&') : words)
  const others = hasForms ? spelled.map(toText) : []
  if (isPhrase) return `(${join([toText(exact), ...others], '|')})`
  const forms = [exact, ...(parts === '' ? [] : [parts])].map((words) =>
    toText(hasForms && isPrefix && lastWord(words).length >= minPrefixLength ? `${words}:*` : words),
  )
  return join([...forms, ...others, ...(hasForms ? variants.map((word) => `'${word}'`) : [])], '|')
}

/** PostgreSQL prints <-> between adjacent words, and <2> if there was another between them. Words contain neither. */
const adjacency = /<(?:-|\d+)>/g

function isAdjacent(words: string): boolean {
  return words.search(adjacency) !== -1
}

function lastWord(words: string): string {
  return /'([^']*)'$/.exec(words)?.[1] ?? ''
}

function join(conditions: readonly string[], operator: '&' | '|'): string {
  const given = conditions.filter((condition) => condition !== '')
  return given.length <= 1 ? (given[0] ?? '') : `(${given.map((each) => `(${each})`).join(operator)})`
}
