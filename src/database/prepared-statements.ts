import type pg from 'pg'

/** More texts than the program has; what comes behind them, such as filters that nobody else combines, has no name. */
const maxNames = 400
const names = new Map<string, string>()

/**
 * Names each statement with parameters that is sent and awaited, so that PostgreSQL parses it once, and after a few
 * times plans it no more. Through PgBouncer that needs its version 1.21 or later.
 */
export function usePreparedStatements(client: pg.PoolClient): void {
  client.query = new Proxy(client.query, {
    apply: (query, self, args) => {
      const [text, values, ...rest] = args
      if (typeof text !== 'string' || !Array.isArray(values) || rest.length > 0)
        return Reflect.apply(query, self, args)
      return send((...toSend) => Reflect.apply(query, self, toSend), toPreparedQuery(text, values))
    },
  })
}

/** The query's text and values, with the name under which PostgreSQL keeps it prepared. */
export function toPreparedQuery(text: string, values: readonly unknown[]): pg.QueryConfig {
  return { ...findName(text, values), text, values: [...values] }
}

/**
 * For its own promise the driver writes a function behind an assignment to the query's property. V8 puts such a function
 * where only full collections look, and it refers to the query: until then every row that was read stays in memory.
 */
function send(
  query: (statement: pg.QueryConfig, done: (error: Error | null, result: pg.QueryResult) => void) => void,
  statement: pg.QueryConfig,
): Promise<pg.QueryResult> {
  return new Promise((resolve, reject) => {
    query(statement, (error, result) => (error ? reject(error) : resolve(result)))
  })
}

function findName(text: string, values: readonly unknown[]): { name?: string } {
  const known = names.get(text)
  if (known !== undefined) return { name: known }
  if (values.length === 0 || names.size >= maxNames) return {}
  const name = `metagauge_${names.size + 1}`
  names.set(text, name)
  return { name }
}
