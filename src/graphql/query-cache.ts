import type { ApolloServerPlugin, GraphQLRequestContextWillSendResponse } from '@apollo/server'
import { type ExecutionResult, getVariableValues } from 'graphql'
import type { Context } from './context.ts'
import { DocumentCache, type DocumentCacheLimits } from './document-cache.ts'
import { executePlan } from './execution/execute-plan.ts'
import { createQueryPlans, maxSelections, type ValidOperation } from './execution/query-plans.ts'
import { type CostCheck, createCostCheck } from './limits.ts'
import type { QueryCost } from './query-cost.ts'

type Variables = Readonly<Record<string, unknown>>

/** A query that Apollo Server has already validated and executed. */
export interface CachedQuery {
  readonly operationName: string | undefined
  /** The coerced variables, for the cost check and execution; undefined if a variable has the wrong type. */
  coerceVariables(variables: Variables): Variables | undefined
  readonly checkCost: CostCheck
  /** The execution for these coerced variables; undefined if Apollo Server must execute the query. */
  findExecution(variables: Variables): QueryExecution | undefined
  /** Estimated bytes of memory. */
  readonly bytes: number
}

type QueryExecution = (context: Context) => ExecutionResult | Promise<ExecutionResult>

export interface QueryCache {
  /** Adds queries to the cache after Apollo Server has executed them. */
  readonly plugin: ApolloServerPlugin<Context>
  /** Apollo Server's document store, within the same limits. */
  readonly documentStore: DocumentCache<unknown>['store']
  /** Undefined for mutations, and for queries that are not cached. */
  find(text: string, operationName: string | null | undefined): CachedQuery | undefined
  /** The estimated size of the cache. */
  readonly bytes: DocumentCacheLimits
  /** The maximum cost of each query, whether it is cached or not. */
  readonly maxCost: QueryCost
}

/** Plans by operation name; undefined for an operation without plans. */
type Queries = Map<string | null, CachedQuery | undefined>

/** Bytes of a plan per selection. */
const bytesPerSelection = 700
/** Bytes of a query's cost check and its maps. */
const bytesPerQuery = 20_000

/**
 * The queries of one server, planned when they are executed for the first time. Full texts and names are compared, so
 * that different requests never share a key.
 */
export function createQueryCache(maxCost: QueryCost, limits?: DocumentCacheLimits): QueryCache {
  const documents = new DocumentCache<Queries>(() => new Map(), countBytes, limits)
  return {
    plugin: {
      async requestDidStart() {
        return { willSendResponse: async (executed) => addToCache(documents, executed, maxCost) }
      },
    },
    documentStore: documents.store,
    find: (text, operationName) => documents.find(text)?.made.get(operationName ?? null),
    get bytes() {
      return documents.bytes
    },
    maxCost,
  }
}

function addToCache(
  documents: DocumentCache<Queries>,
  executed: GraphQLRequestContextWillSendResponse<Context>,
  maxCost: QueryCost,
): void {
  const { source, schema, document, operation, request, response, contextValue } = executed
  // Only executed operations have data, which may be null.
  const { data } = response.body.kind === 'single' ? response.body.singleResult : {}
  if (document === undefined || operation === undefined || data === undefined) return
  const queries = documents.find(source)?.made
  const name = request.operationName ?? null
  if (queries?.has(name) === false) {
    queries.set(name, planQuery({ schema, document, operation }, request.variables ?? {}, maxCost))
  }
  documents.update(source, data !== null && contextValue.viewer !== null)
}

/** Undefined for an operation without plans. */
function planQuery(
  valid: ValidOperation,
  firstVariables: Variables,
  maxCost: QueryCost,
): CachedQuery | undefined {
  const { schema, operation } = valid
  const coerceVariables = (variables: Variables) =>
    getVariableValues(schema, operation.variableDefinitions ?? [], variables).coerced
  const plans = createQueryPlans(valid)
  const plan = plans?.find(coerceVariables(firstVariables) ?? {})
  // With other conditions, there may be a plan, or fewer selections.
  if (plans === undefined || (plan === undefined && !plans.hasConditions)) return undefined
  // Plans for other conditions may be added later, within the same limit.
  const selections = plans.hasConditions ? maxSelections : plans.countSelections()
  return {
    operationName: operation.name?.value,
    coerceVariables,
    checkCost: createCostCheck(valid, maxCost),
    findExecution(variableValues) {
      const plan = plans.find(variableValues)
      if (plan === undefined) return undefined
      return (contextValue) => executePlan(plans.planned, plan, { contextValue, variableValues })
    },
    bytes: bytesPerQuery + selections * bytesPerSelection,
  }
}

function countBytes(queries: Queries): number {
  let bytes = 0
  for (const query of queries.values()) bytes += query?.bytes ?? 0
  return bytes
}
