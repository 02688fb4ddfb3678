const maxWidth = 110
/** A text or a name in quotes, a word, a sign. */
const token = /'(?:[^']|'')*'|"[^"]*"|[\w.:$]+(?:\[\])?|\s+|[^\w\s]/g
/** What begins a line of its own, in a statement and in one in brackets. */
const clause = /^(from|inner join|left join|join|cross join|where|group by|order by|limit|union all)\b/i
const subquery = /^\(\s*(select|with)\b/i

/** The statement in lines, clause by clause, so that a change of it shows where it is. Texts stay as they are. */
export function formatSql(text: string): string {
  const lines: string[] = []
  // How many brackets are open, now and where each of the statements in brackets began.
  let open = 0
  const starts: number[] = []
  let line = ''
  const breakLine = () => {
    lines.push(...wrap(line.trim(), '  '.repeat(starts.length)))
    line = ''
  }
  for (const { 0: part, index } of text.matchAll(token)) {
    const rest = text.slice(index)
    if (isClause(rest, line) && open === (starts.at(-1) ?? 0)) breakLine()
    if (part === ')' && starts.at(-1) === open) {
      breakLine()
      starts.pop()
    }
    open += bracketOf(part)
    line += part.replace(/^\s+$/, ' ')
    if (subquery.test(rest)) {
      breakLine()
      starts.push(open)
    }
  }
  breakLine()
  return lines.join('\n')
}

function isClause(rest: string, before: string): boolean {
  return clause.test(rest) && !/[\w".]$|\b(inner|left|cross) $/.test(before)
}

function bracketOf(part: string): -1 | 0 | 1 {
  if (part === '(') return 1
  return part === ')' ? -1 : 0
}

/** Breaks a line that is too long between words, or rather: at blanks outside of texts. */
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
