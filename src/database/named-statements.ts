import type pg from 'pg'

/** More texts than the program has; what comes behind them, such as filters that nobody else combines, has no name. */
const maxNames = 400
const names = new Map<string, string>()

/**
 * Names each statement with parameters that the connection sends, so that PostgreSQL parses it once, and after a few
 * times plans it no more. Through PgBouncer that needs its version 1.21 or later.
 */
export function nameStatements(client: pg.PoolClient): void {
  client.query = new Proxy(client.query, {
    apply: (query, self, args) => Reflect.apply(query, self, toNamed(args)),
  })
}

function toNamed(args: readonly unknown[]): readonly unknown[] {
  const [text, values, ...rest] = args
  if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0) return args
  const name = findName(text)
  return name === undefined ? args : [{ name, text, values }, ...rest]
}

function findName(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= maxNames) return known
  const name = `metagauge_${names.size + 1}`
  names.set(text, name)
  return name
}
