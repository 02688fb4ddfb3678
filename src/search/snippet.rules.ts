import type { SearchRequest } from './search.rules.ts'
import type { ParsedTerm } from './tsquery.rules.ts'
import { foldWord, splitWords, type Word } from './word.rules.ts'

/** The texts of a found row. */
export interface SnippetSource {
  readonly title: string | null
  /** Pieces of the longest text, each with the number of its first character, counted from 1 in code points. */
  readonly pieces: readonly (readonly [start: number, text: string])[] | null
  readonly rest: string | null
}

/** What a snippet shows and marks. */
export interface SoughtWord {
  /** Words that follow each other. */
  readonly words: readonly string[]
  /** Words with the same stem; only for a single word. */
  readonly variants: ReadonlySet<string>
  readonly isPrefix: boolean
  /** Part of an address: found anywhere in a word. */
  readonly isInside: boolean
}

interface Range {
  readonly start: number
  readonly end: number
}

const maxWholeLength = 240
const maxSnippetLength = 500
const maxFragments = 4
/** Words compared for one row; the rest of a text with very many words is not marked. */
const maxComparisons = 50_000
const shownBefore = 60
const shownAfter = 90
const ellipsis = ' … '

/** The words of the request that a matching row may contain. */
export function listSoughtWords(
  { groups, addressPattern }: Pick<SearchRequest, 'groups' | 'addressPattern'>,
  parsed: readonly ParsedTerm[],
): SoughtWord[] {
  const sought = groups.flat().flatMap((term, place) => {
    const words = splitWords(term.text).map(({ folded }) => folded)
    if (term.isExcluded || words.length === 0) return []
    const variants = new Set(parsed[place]?.variants ?? [])
    const spellings = (parsed[place]?.spellings ?? []).map(({ text }) => ({
      words: splitWords(text).map(({ folded }) => folded),
      variants: new Set<string>(),
      ...{ isPrefix: false, isInside: false },
    }))
    return [{ words, variants, isPrefix: term.isPrefix, isInside: false }, ...spellings]
  })
  const ends = addressPattern.split('%').filter((part) => part !== '')
  return [
    ...sought,
    ...ends.map((part) => ({
      words: [foldWord(part)],
      variants: new Set<string>(),
      isPrefix: false,
      isInside: true,
    })),
  ]
}

/** Texts that a matching row may contain, in lower case. */
export interface SoughtTexts {
  /** The words and phrases as typed: a row that contains them ranks higher than one with words of the same stem. */
  readonly typed: readonly string[]
  /** Beginnings that all forms of the words have. */
  readonly beginnings: readonly string[]
}

/** @param parsed the terms of the request in order. */
export function listSoughtTexts(
  { groups }: Pick<SearchRequest, 'groups'>,
  parsed: readonly ParsedTerm[],
): SoughtTexts {
  const wanted = groups
    .flat()
    .map(({ text, isExcluded }, place) => ({
      text: text.toLowerCase().trim(),
      isExcluded,
      parsed: parsed[place],
    }))
    .filter(({ text, isExcluded }) => text !== '' && !isExcluded)
  const beginnings = wanted.flatMap(({ text, parsed: words }) => [
    text,
    (words?.variants ?? []).reduce(findCommonBeginning, text),
    ...(words?.spellings ?? []).map((spelling) => spelling.text.toLowerCase()),
    ...text.split(/[^\p{L}\p{N}]+/u),
  ])
  return {
    typed: wanted.map(({ text }) => text),
    beginnings: [...new Set(beginnings)].filter((text) => text !== ''),
  }
}

function findCommonBeginning(one: string, other: string): string {
  let length = 0
  while (length < one.length && one[length] === other[length]) length += 1
  return one.slice(0, length)
}

/** The parts of the texts around the sought words, as plain text of at most 500 characters that marks them with « and ». */
export function cutSnippet({ title, pieces, rest }: SnippetSource, sought: readonly SoughtWord[]): string {
  const text = [title, joinPieces(pieces ?? []), rest].filter((part) => part).join(' · ')
  const words = splitWords(text)
  const work = { comparisons: maxComparisons }
  const hits = sought.map((each) => findHits({ text, words, work }, each))
  const marks = mergeRanges(hits.flat())
  const whole = { start: 0, end: text.length }
  const fragments = text.length <= maxWholeLength ? [whole] : chooseFragments(text, hits)
  let snippet = ''
  let shown = 0
  for (const fragment of fragments) {
    const prefix = snippet !== '' ? ellipsis : fragment.start > 0 ? '… ' : ''
    const part = markText(text, fragment, marks)
    if (shown > 0 && snippet.length + prefix.length + part.length > maxSnippetLength - 2) break
    snippet += prefix + part
    shown = fragment.end
  }
  return cutText(snippet + (shown < text.length && fragments.length > 0 ? ' …' : ''))
}

/** Pieces overlap if the sought words are close to each other. */
function joinPieces(pieces: readonly (readonly [number, string])[]): string {
  let text = ''
  let end = 1
  for (const [start, piece] of pieces) {
    const characters = [...piece]
    const overlap = Math.max(0, end - start)
    if (text !== '' && start > end) text += ellipsis
    text += characters.slice(overlap).join('')
    end = Math.max(end, start + characters.length)
  }
  return text
}

interface Searched {
  readonly text: string
  readonly words: readonly Word[]
  /** How many comparisons remain for the row. */
  readonly work: { comparisons: number }
}

function findHits({ text, words, work }: Searched, sought: SoughtWord): Range[] {
  const hits: Range[] = []
  for (const [place, word] of words.entries()) {
    if (work.comparisons <= 0) break
    if (sought.isInside) {
      work.comparisons -= 1
      hits.push(...findInside(text, word, sought.words[0] ?? ''))
    } else {
      const found =
        findSequence({ text, words, work }, place, sought) ??
        word.parts.flatMap(
          (_part, partPlace) => findSequence({ text, words: word.parts, work }, partPlace, sought) ?? [],
        )
      hits.push(...found)
    }
  }
  return hits
}

function findInside(text: string, { start, end }: Word, part: string): Range[] {
  const place = text.slice(start, end).toLowerCase().indexOf(part)
  return place === -1 ? [] : [{ start: start + place, end: start + place + part.length }]
}

/** The words of the sequence, if they begin at this place. */
function findSequence({ words, work }: Searched, place: number, sought: SoughtWord): Range[] | undefined {
  const last = sought.words.length - 1
  const ranges: Range[] = []
  for (const [index, wanted] of sought.words.entries()) {
    const word = words[place + index]
    work.comparisons -= 1
    const isMatch =
      word !== undefined &&
      work.comparisons >= 0 &&
      (word.folded === wanted ||
        (last === 0 && sought.variants.has(word.folded)) ||
        (index === last && sought.isPrefix && wanted.length > 1 && word.folded.startsWith(wanted)))
    if (!isMatch) return undefined
    ranges.push({ start: word.start, end: word.end })
  }
  return ranges
}

/** Sorted; ranges that touch each other become one. */
function mergeRanges(ranges: readonly Range[]): Range[] {
  const merged: Range[] = []
  for (const range of ranges.toSorted((one, other) => one.start - other.start)) {
    const previous = merged.at(-1)
    if (previous !== undefined && range.start <= previous.end) {
      merged[merged.length - 1] = { start: previous.start, end: Math.max(previous.end, range.end) }
    } else merged.push(range)
  }
  return merged
}

/** Around the first hit of each word that no earlier fragment shows; the beginning if there is no hit. */
function chooseFragments(text: string, hits: readonly (readonly Range[])[]): Range[] {
  const chosen: Range[] = []
  for (const ofWord of hits) {
    const [first] = ofWord
    const isShown = chosen.some(({ start, end }) =>
      ofWord.some((hit) => hit.start >= start && hit.end <= end),
    )
    if (first !== undefined && !isShown && chosen.length < maxFragments) chosen.push(widen(text, first))
  }
  return chosen.length === 0 ? [widen(text, { start: 0, end: 0 })] : mergeRanges(chosen)
}

/** Extends a range to whole words, if they are not too long. */
function widen(text: string, { start, end }: Range): Range {
  const from = Math.max(0, start - shownBefore)
  const to = Math.min(text.length, end + shownAfter)
  const space = text.slice(from, start).search(/\s/)
  const lastSpace = text.slice(end, to).search(/\s\S*$/)
  return {
    start: from === 0 ? 0 : space === -1 ? from : from + space + 1,
    end: to === text.length ? to : lastSpace === -1 ? to : end + lastSpace,
  }
}

function markText(text: string, { start, end }: Range, marks: readonly Range[]): string {
  let marked = ''
  let place = start
  for (const mark of marks) {
    if (mark.start < start || mark.end > end) continue
    marked += `${text.slice(place, mark.start)}«${text.slice(mark.start, mark.end)}»`
    place = mark.end
  }
  return marked + text.slice(place, end)
}

/** Cuts no pair of surrogates. */
function cutText(text: string): string {
  if (text.length <= maxSnippetLength) return text
  return text.slice(0, maxSnippetLength).replace(/[\ud800-\udbff]$/, '')
}
