/** A word of a text, as search separates them, in code units. */
export interface Word {
  readonly start: number
  readonly end: number
  /** In lower case, without accents and compatibility forms. */
  readonly folded: string
  /** The words of a camelCase word; empty unless there are several. */
  readonly parts: readonly Word[]
}

const wordPattern = /[\p{L}\p{N}\p{M}]+/gu
/** Each character of a script without spaces is a word, as in `search_text`. */
const withoutSpaces =
  /[\u0e00-\u0eff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}]/u
const runPattern = new RegExp(`${withoutSpaces.source}|(?:(?!${withoutSpaces.source}).)+`, 'gsu')
const camelBoundary = /(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/
const isCamel = /[a-z][A-Z]/
const accents = /[\u0300-\u036f]/g

/** The words of a text in order, separated as PostgreSQL's function `search_words` does. */
export function splitWords(text: string): Word[] {
  return [...text.matchAll(wordPattern)].flatMap(({ 0: run, index }) =>
    withoutSpaces.test(run)
      ? [...run.matchAll(runPattern)].map((match) => createWord(match[0], index + match.index))
      : [createWord(run, index)],
  )
}

/** The parts of a camelCase word, separated by spaces; empty unless there are several. */
export function splitCamelCase(text: string): string {
  return isCamel.test(text) ? text.split(camelBoundary).join(' ') : ''
}

function createWord(text: string, start: number): Word {
  const parts = isCamel.test(text) ? text.split(camelBoundary) : []
  let place = start
  return {
    ...{ start, end: start + text.length, folded: foldWord(text) },
    parts: parts.map((part) => {
      const begin = place
      place += part.length
      return { start: begin, end: place, folded: foldWord(part), parts: [] }
    }),
  }
}

/** Longer than any word of a query. Folding takes time quadratic in the number of adjacent combining marks. */
const maxFoldedLength = 250
const ascii = /^[\x20-\x7e]*$/

export function foldWord(word: string): string {
  const text = word.slice(0, maxFoldedLength)
  if (ascii.test(text)) return text.toLowerCase()
  const folded = text.normalize('NFKD').replaceAll(accents, '').toLowerCase().normalize('NFC')
  return folded.replaceAll(/[ßøđłı]/g, (letter) => 'sodli'['ßøđłı'.indexOf(letter)] ?? letter)
}
