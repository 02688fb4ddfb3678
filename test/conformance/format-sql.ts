const maxWidth = 110
/** A string literal, a quoted identifier, a word, white space or a symbol. */
const token = /'(?:[^']|'')*'|"[^"]*"|[\w.:$]+(?:\[\])?|\s+|[^\w\s]/g
/** Keywords that begin a line, in a statement and in a subquery. */
const clause = /^(from|inner join|left join|join|cross join|where|group by|order by|limit|union all)\b/i
const subquery = /^\(\s*(select|with)\b/i

/** Breaks a statement into one line per clause, for readable diffs. String literals are unchanged. */
export function formatSql(text: string): string {
  const lines: string[] = []
  // The depth of parentheses now, and at the start of each subquery.
  let depth = 0
  const starts: number[] = []
  let line = ''
  const breakLine = () => {
    lines.push(...wrap(line.trim(), '  '.repeat(starts.length)))
    line = ''
  }
  for (const { 0: part, index } of text.matchAll(token)) {
    const rest = text.slice(index)
    if (isClause(rest, line) && depth === (starts.at(-1) ?? 0)) breakLine()
    if (part === ')' && starts.at(-1) === depth) {
      breakLine()
      starts.pop()
    }
    depth += depthChangeOf(part)
    line += part.replace(/^\s+$/, ' ')
    if (subquery.test(rest)) {
      breakLine()
      starts.push(depth)
    }
  }
  breakLine()
  return lines.join('\n')
}

function isClause(rest: string, before: string): boolean {
  return clause.test(rest) && !/[\w".]$|\b(inner|left|cross) $/.test(before)
}

function depthChangeOf(part: string): -1 | 0 | 1 {
  if (part === '(') return 1
  return part === ')' ? -1 : 0
}

/** Wraps a long line at spaces outside string literals. */
function wrap(line: string, indent: string): string[] {
  const words = line.match(/(?:'(?:[^']|'')*'|"[^"]*"|[^\s'"])+/g) ?? []
  const lines: string[] = []
  for (const word of words) {
    const last = lines.at(-1)
    if (last === undefined) lines.push(indent + word)
    else if (last.length + word.length < maxWidth) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(`${indent}    ${word}`)
  }
  return lines
}
