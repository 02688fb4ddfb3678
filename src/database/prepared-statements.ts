import type pg from 'pg'
import { statements } from '../process/measurements.ts'

/** More than the program's usual statements; later ones, such as rare combinations of filters, are not prepared. */
const maxNames = 400
const names = new Map<string, string>()

/**
 * Names each statement with parameters, so that PostgreSQL keeps it prepared: it parses the statement once, and after a few
 * executions no longer plans it. Behind PgBouncer this requires version 1.21 or later.
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

/** The text and values, with the name under which PostgreSQL keeps the statement prepared. */
export function toPreparedQuery(text: string, values: readonly unknown[]): pg.QueryConfig {
  return { ...findName(text, values), text, values: [...values] }
}

/**
 * Sends the statement with a callback. For a promise, the driver assigns a function to a property of the query. V8 allocates
 * such a function where only full collections find it, and it refers to the query, so all rows read would stay in memory
 * until then.
 */
function send(
  query: (statement: pg.QueryConfig, done: (error: Error | null, result: pg.QueryResult) => void) => void,
  statement: pg.QueryConfig,
): Promise<pg.QueryResult> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now()
    query(statement, (error, result) => {
      statements.publish({ text: statement.text, durationMs: performance.now() - startedAt })
      if (error) reject(error)
      else resolve(result)
    })
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
