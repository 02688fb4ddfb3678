import type { ExecutionResult } from 'graphql'
import type { QueryCost } from './query-cost.ts'

/** A request with this header set to 1 gets its cost in `extensions.cost` of the response. */
export const costHeader = 'x-graphql-cost'

/** @param header the value of `costHeader` in the request. */
export function isCostWanted(header: unknown): boolean {
  return header === '1'
}

/** The response with the estimated cost of its query and the limits. */
export function addCost<Result extends Pick<ExecutionResult, 'extensions'>>(
  result: Result,
  cost: QueryCost,
  maxCost: QueryCost,
): Result {
  return { ...result, extensions: { ...result.extensions, cost: { ...cost, limits: maxCost } } }
}
