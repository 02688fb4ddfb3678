/** Texts whose names are kept. There are fewer, except rare combinations of filters. */
const maxKnown = 1_000
const names = new Map<string, string>()

/** Not a function, such as `from unnest(...)`, and not a column, such as `substring(... from request.start)`. */
const tableRead = /\b(?:from|join)\s+"?([a-z_]+)"?(?![\w".]|\s*\()/g
const tableChanged = /\b(?:into|update)\s+(?:only\s+)?"?([a-z_]+)"?/g
const subquery = /\b(\w+)(?:\([^)]*\))?\s+as\s+(?:(?:not\s+)?materialized\s+)?\(/g
const notTables = new Set(['lateral', 'skip'])

/**
 * A short name of a statement for metrics: its verb and its first table, such as `select contracts`. Statements are texts of
 * this program, so there is a limited number of names.
 */
export function nameStatement(text: string): string {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = describe(text)
  if (names.size < maxKnown) names.set(text, name)
  return name
}

function describe(text: string): string {
  const [first = ''] = /^[a-z]+/.exec(text.trimStart().toLowerCase()) ?? []
  const [change = 'select'] =
    /\b(?:insert|update|delete)\b(?=\s+(?:into|from|"|\w+\s+set\b))/.exec(text) ?? []
  const verb = first === 'with' ? change : first
  const isChanged = verb === 'insert' || verb === 'update'
  const table = findTable(text, isChanged ? tableChanged : tableRead)
  return table === undefined ? verb : `${verb} ${table}`
}

function findTable(text: string, pattern: RegExp): string | undefined {
  const subqueries = new Set([...text.matchAll(subquery)].map(([, name]) => name))
  const tables = [...text.matchAll(pattern)].map(([, name = '']) => name)
  return tables.find((name) => !notTables.has(name) && !subqueries.has(name))
}
