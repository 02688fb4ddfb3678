import { AppError } from '../errors.ts'
import type { CostMeasure, MeasuredCost, QueryCost } from './query-cost.ts'

/** The most words and signs of a query: enough for GraphiQL's introspection many times over. */
export const maxTokens = 4_000
const maxObjects = 20_000
const maxStatements = 100
const expensiveObjectsShare = 1 / 4
/** Less, because large values may be many times their typical size. */
const expensiveBytesShare = 1 / 16

const adviceOf: Readonly<Record<CostMeasure, string>> = {
  objects: 'Request smaller pages',
  statements: 'Request fewer lists, counts, searches and large values',
  bytes: 'Request fewer large values or smaller pages',
}

/**
 * The maximum cost of one request.
 * @param maxAnswerBytes how much a request may read and return: a query that typically exceeds it is not executed.
 */
export function createMaxCost(maxAnswerBytes: number): QueryCost {
  return { objects: maxObjects, statements: maxStatements, bytes: maxAnswerBytes }
}

/** Whether each caller may execute only one query of this cost at a time. */
export function isExpensive(cost: QueryCost, maxCost: QueryCost): boolean {
  return (
    cost.objects > maxCost.objects * expensiveObjectsShare || cost.bytes > maxCost.bytes * expensiveBytesShare
  )
}

/** @throws AppError TOO_COMPLEX that names the cost, the limit and the most expensive field. */
export function checkCost({ cost, largestFields }: MeasuredCost, maxCost: QueryCost): void {
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
