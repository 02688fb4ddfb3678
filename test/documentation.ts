/*
 * Reads the examples of a Markdown document. A command is an `sh` block; a block without a language, of `text` or of
 * `json`, that directly follows it is its output. A `graphql` block that is followed by its output is sent to the server.
 * `<!-- skip: REASON -->` before a block excludes it, and `<!-- run: COMMAND -->` runs a command that readers don't see.
 */

export type Language = 'sh' | 'graphql'

export interface Example {
  readonly language: Language
  readonly source: string
  /** The output as documented, with its position in the document; undefined if the document shows none. */
  readonly output: Output | undefined
}

export interface Output {
  readonly isJson: boolean
  readonly text: string
  readonly start: number
  readonly end: number
}

const block =
  /<!-- run: (?<hidden>.+?) -->|(?<skip><!-- skip: .+? -->\n)?```(?<language>\w*)\n(?<text>[\s\S]*?)\n```/g

export function readExamples(markdown: string): Example[] {
  const examples: Example[] = []
  let previousEnd = 0
  for (const match of markdown.matchAll(block)) {
    const { hidden, skip, language = '', text = '' } = match.groups ?? {}
    const between = markdown.slice(previousEnd, match.index)
    previousEnd = match.index + match[0].length
    if (hidden !== undefined) examples.push({ language: 'sh', source: hidden, output: undefined })
    if (skip !== undefined) continue
    if (language === 'sh' || language === 'graphql') {
      examples.push({ language, source: text, output: undefined })
    }
    const last = examples.at(-1)
    if (!['', 'text', 'json'].includes(language) || between.trim() !== '' || last === undefined) continue
    if (last.output !== undefined || hidden !== undefined) continue
    const end = previousEnd - '\n```'.length
    const output = { isJson: language === 'json', text, start: end - text.length, end }
    examples[examples.length - 1] = { ...last, output }
  }
  return examples
}

const maxLineLength = 110

/** What differs in every run: ids, keys, times, durations, and the lines that the document leaves out as `…`. */
const variable = {
  uuid: '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}',
  instant: '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z',
  duration: '\\d+(?:\\.\\d+)? (?:m?s|min)\\b',
  key: 'mg_[\\w-]+',
}
const variables = new RegExp(
  `(?<uuid>${variable.uuid})|(?<instant>${variable.instant})|(?<duration>${variable.duration})|(?<key>mg_(?:…|[\\w-]+))|(?<left>…)`,
  'g',
)

/**
 * Compares an output with what the document shows. Returns the ids of the document with those that they are in this run,
 * or undefined if the outputs differ.
 */
export function matchOutput(documented: Output, actual: string): Map<string, string> | undefined {
  const expected = documented.isJson ? normalizeJson(documented.text) : trimLines(documented.text)
  const found = documented.isJson ? normalizeJson(actual) : trimLines(actual)
  const ids: string[] = []
  let pattern = ''
  let at = 0
  for (const match of expected.matchAll(variables)) {
    pattern += escapeText(expected.slice(at, match.index)) + patternOf(match)
    if (match.groups?.uuid !== undefined) ids.push(match[0])
    at = match.index + match[0].length
  }
  const result = new RegExp(`^${pattern}${escapeText(expected.slice(at))}$`).exec(found)
  if (result === null) return undefined
  return new Map(ids.map((id, index) => [id, result[index + 1] ?? id]))
}

function patternOf({ groups }: RegExpMatchArray): string {
  if (groups?.uuid !== undefined) return `(${variable.uuid})`
  if (groups?.instant !== undefined) return variable.instant
  if (groups?.duration !== undefined) return variable.duration
  return groups?.key === undefined ? '[\\s\\S]*' : variable.key
}

/** The last ids of an output that has changed, and those that the document shows: later examples refer to them. */
export function pairIds(documented: Output, actual: string): Map<string, string> {
  const [before, now] = [documented.text, actual].map((text) =>
    (text.match(new RegExp(variable.uuid, 'g')) ?? []).toReversed(),
  )
  return new Map(before?.map((id, index) => [id, now?.[index] ?? id]))
}

/** The output as it is written to a document, with the ids that the document had. */
export function formatOutput(documented: Output, actual: string): string {
  let text = documented.isJson ? formatJson(actual) : trimLines(actual)
  for (const [before, now] of pairIds(documented, actual)) text = text.replaceAll(now, before)
  return text
}

export function replaceOutputs(
  markdown: string,
  replacements: readonly { readonly start: number; readonly end: number; readonly text: string }[],
): string {
  return replacements.toReversed().reduce((text, { start, end, text: output }) => {
    return text.slice(0, start) + output + text.slice(end)
  }, markdown)
}

function formatJson(text: string): string {
  return layOut(JSON.parse(text), '', maxLineLength)
}

/** On one line if it fits, otherwise with each member on a line of its own. */
function layOut(value: unknown, indent: string, room: number): string {
  const line = JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ')
  if (line.length <= room || typeof value !== 'object' || value === null) return line
  const inner = `${indent}  `
  const members = Object.entries(value).map(([name, member]) => {
    const key = Array.isArray(value) ? '' : `${JSON.stringify(name)}: `
    return `${inner}${key}${layOut(member, inner, maxLineLength - inner.length - key.length)}`
  })
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  return `${open}\n${members.join(',\n')}\n${indent}${close}`
}

function normalizeJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text))
  } catch {
    return text
  }
}

function trimLines(text: string): string {
  return text.replace(/[ \t]+$/gm, '').replace(/^\n+|\n+$/g, '')
}

function escapeText(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
