import { AppError } from '../errors.ts'
import type { CostMeasure, MeasuredCost, QueryCost } from './query-cost.ts'

/** The most words and signs of a query: enough for GraphiQL's introspection many times over. */
export const maxTokens = 4_000
/** The most that one request may ask for. */
export const maxCost: QueryCost = { objects: 20_000, statements: 100, bytes: 32 * 1024 * 1024 }

const adviceOf: Readonly<Record<CostMeasure, string>> = {
  objects: 'Ask for smaller pages',
  statements: 'Ask for fewer lists, counts, searches and large texts',
  bytes: 'Ask for fewer large values or smaller pages',
}

/** @throws AppError TOO_COMPLEX that says the cost, the limit, and which field to make smaller. */
export function checkCost({ cost, largestFields }: MeasuredCost): void {
  for (const measure of ['objects', 'statements', 'bytes'] as const) {
    if (cost[measure] <= maxCost[measure]) continue
    const field = largestFields[measure]
    const limitName = `max${measure.charAt(0).toUpperCase()}${measure.slice(1)}`
    throw new AppError(
      'TOO_COMPLEX',
      `The query could cost ${cost[measure]} ${measure}; the limit is ${maxCost[measure]}. ` +
        `${adviceOf[measure]}, or split the query; "${field}" costs most.`,
      { details: { [measure]: cost[measure], [limitName]: maxCost[measure], field } },
    )
  }
}
